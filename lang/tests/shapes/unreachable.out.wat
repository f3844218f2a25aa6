(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func (result i64)))
  (memory (;0;) 1)
  (func $behind_return (;0;) (type 0) (result i32)
    i32.const 1
    return
  )
  (func $behind_br_in_a_block_with_a_result (;1;) (type 0) (result i32)
    block (result i32) ;; label = @1
      i32.const 1
      br 0 (;@1;)
    end
  )
  (func $behind_br_table (;2;) (type 1) (param i32)
    block ;; label = @1
      block ;; label = @2
        local.get 0
        br_table 0 (;@2;) 1 (;@1;)
      end
      i32.const 1
      local.set 0
    end
  )
  (func $nested_dead_blocks (;3;) (type 2)
    unreachable
  )
  (func $block_that_never_ends_needs_unreachable (;4;) (type 0) (result i32)
    block ;; label = @1
      i32.const 1
      return
    end
    unreachable
  )
  (func $block_that_never_ends_gives_the_right_type (;5;) (type 0) (result i32)
    block (result i32) ;; label = @1
      i32.const 1
      return
    end
  )
  (func $loop_that_never_ends (;6;) (type 0) (result i32)
    loop ;; label = @1
      br 0 (;@1;)
    end
    unreachable
  )
  (func $loop_that_never_ends_gives_the_right_type (;7;) (type 0) (result i32)
    loop (result i32) ;; label = @1
      br 0 (;@1;)
    end
  )
  (func $if_with_both_arms_leaving (;8;) (type 3) (param i32) (result i32)
    local.get 0
    if ;; label = @1
      i32.const 1
      return
    else
      i32.const 2
      return
    end
    unreachable
  )
  (func $if_with_one_arm_leaving (;9;) (type 3) (param i32) (result i32)
    local.get 0
    if (result i32) ;; label = @1
      i32.const 1
      return
    else
      i32.const 2
    end
  )
  (func $if_without_else_falls (;10;) (type 3) (param i32) (result i32)
    local.get 0
    if ;; label = @1
      i32.const 1
      return
    end
    i32.const 3
  )
  (func $waiting_below_a_block_that_never_ends (;11;) (type 0) (result i32)
    i32.const 7
    block ;; label = @1
      i32.const 1
      return
    end
  )
  (func $waiting_below_and_nothing_dropped (;12;) (type 0) (result i32)
    i32.const 7
    block ;; label = @1
      i32.const 1
      return
    end
  )
  (func $label_used_only_in_dead_code (;13;) (type 0) (result i32)
    block ;; label = @1
      i32.const 1
      return
    end
    unreachable
  )
  (func $else_behind_a_dead_then (;14;) (type 3) (param i32) (result i32)
    local.get 0
    if (result i32) ;; label = @1
      unreachable
    else
      i32.const 2
    end
  )
  (func $dead_select (;15;) (type 2)
    unreachable
  )
  (func $blocks_in_blocks_that_never_end (;16;) (type 4) (result i64)
    block (result i64) ;; label = @1
      block ;; label = @2
        block ;; label = @3
          i64.const 1
          return
        end
      end
      unreachable
    end
  )
  (func $whole_chain_of_blocks_that_never_end (;17;) (type 3) (param i32) (result i32)
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          br 2 (;@1;)
        end
      end
    end
    local.get 0
  )
)
