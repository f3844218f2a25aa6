(module
  (type $two_to_one (;0;) (func (param i32 i32) (result i32)))
  (type $swap (;1;) (func (param i32 i64) (result i64 i32)))
  (type (;2;) (func))
  (type (;3;) (func (result i32 i32)))
  (type (;4;) (func (param i32) (result i32)))
  (type (;5;) (func (result i32)))
  (type (;6;) (func (param i32) (result i32 i32)))
  (type (;7;) (func (param i32) (result i64)))
  (type (;8;) (func (param i32 externref) (result externref)))
  (memory (;0;) 1)
  (func $f (;0;) (type 2))
  (func $pair (;1;) (type 3) (result i32 i32)
    i32.const 1
    i32.const 2
  )
  (func $waits_over_a_call (;2;) (type 4) (param i32) (result i32)
    local.get 0
    call $f
    i32.const 4
    i32.add
  )
  (func $waits_under_a_block (;3;) (type 4) (param i32) (result i32)
    local.get 0
    block ;; label = @1
      i32.const 1
      br_if 0 (;@1;)
      call $f
    end
    i32.const 4
    i32.add
  )
  (func $operands_from_one_call (;4;) (type 5) (result i32)
    call $pair
    i32.add
  )
  (func $half_waits (;5;) (type 5) (result i32)
    call $pair
    i32.const 3
    i32.add
    i32.sub
  )
  (func $block_with_params (;6;) (type 4) (param i32) (result i32)
    local.get 0
    i32.const 2
    block (type $two_to_one) (param i32 i32) (result i32) ;; label = @1
      i32.add
    end
  )
  (func $block_that_swaps (;7;) (type $swap) (param i32 i64) (result i64 i32)
    local.get 0
    local.get 1
    block (type $swap) (param i32 i64) (result i64 i32) ;; label = @1
      local.set 1
      local.set 0
      local.get 1
      local.get 0
    end
  )
  (func $loop_with_params (;8;) (type 4) (param i32) (result i32)
    local.get 0
    loop (type 4) (param i32) (result i32) ;; label = @1
      i32.const 1
      i32.sub
      local.tee 0
      local.get 0
      br_if 0 (;@1;)
    end
  )
  (func $if_with_params (;9;) (type 4) (param i32) (result i32)
    i32.const 1
    local.get 0
    if (type 4) (param i32) (result i32) ;; label = @1
      i32.const 2
      i32.add
    else
      drop
      i32.const 3
    end
  )
  (func $if_without_else_passes_its_param (;10;) (type 4) (param i32) (result i32)
    i32.const 1
    local.get 0
    if (type 4) (param i32) (result i32) ;; label = @1
      i32.const 2
      i32.add
    end
  )
  (func $br_if_leaves_its_operands (;11;) (type 4) (param i32) (result i32)
    block (result i32) ;; label = @1
      i32.const 5
      local.get 0
      br_if 0 (;@1;)
      drop
      i32.const 6
    end
  )
  (func $br_if_with_two_values (;12;) (type 6) (param i32) (result i32 i32)
    block (type 3) (result i32 i32) ;; label = @1
      i32.const 5
      i32.const 6
      local.get 0
      br_if 0 (;@1;)
    end
  )
  (func $br_table_with_values (;13;) (type 4) (param i32) (result i32)
    block (result i32) ;; label = @1
      block (result i32) ;; label = @2
        i32.const 5
        local.get 0
        br_table 0 (;@2;) 1 (;@1;) 0 (;@2;)
      end
      i32.const 1
      i32.add
    end
  )
  (func $br_with_more_on_the_stack (;14;) (type 5) (result i32)
    block (result i32) ;; label = @1
      i32.const 1
      i32.const 2
      br 0 (;@1;)
    end
  )
  (func $return_with_more_on_the_stack (;15;) (type 5) (result i32)
    i64.const 1
    i32.const 2
    return
  )
  (func $untyped_select (;16;) (type 7) (param i32) (result i64)
    i64.const 1
    i64.const 2
    local.get 0
    select
  )
  (func $typed_select (;17;) (type 7) (param i32) (result i64)
    i64.const 1
    i64.const 2
    local.get 0
    select (result i64)
  )
  (func $select_of_references (;18;) (type 8) (param i32 externref) (result externref)
    local.get 1
    ref.null extern
    local.get 0
    select (result externref)
  )
  (func $select_of_waiting_values (;19;) (type 4) (param i32) (result i32)
    call $pair
    local.get 0
    select
  )
  (func $drop_of_a_waiting_value (;20;) (type 2)
    i32.const 1
    call $f
    drop
  )
  (func $tee_that_waits (;21;) (type 4) (param i32) (result i32)
    i32.const 0
    i32.load
    local.tee 0
    call $f
    local.get 0
    i32.add
  )
  (func $store_with_waiting_address (;22;) (type 2)
    i32.const 0
    call $f
    i32.const 1
    i32.store
  )
  (func $branches_from_both_arms (;23;) (type 4) (param i32) (result i32)
    local.get 0
    if (result i32) ;; label = @1
      i32.const 1
      br 0 (;@1;)
    else
      i32.const 2
      local.get 0
      br_if 0 (;@1;)
    end
  )
)
