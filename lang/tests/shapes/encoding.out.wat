(module
  (type $none (;0;) (func))
  (type $gives (;1;) (func (result i32)))
  (type (;2;) (func (result i64)))
  (type (;3;) (func (result f32 f64)))
  (type (;4;) (func (param i32)))
  (table (;0;) 1 funcref)
  (memory (;0;) 1)
  (memory $second (;1;) 1)
  (func $nops (;0;) (type $none)
    block ;; label = @1
    end
  )
  (func $local_runs (;1;) (type $none)
    (local i32 i32 i32 i64 i32)
    i32.const 1
    local.set 0
    i32.const 1
    local.set 4
  )
  (func $unused_locals_stay (;2;) (type $none)
    (local i32 f64)
  )
  (func $block_type_by_index (;3;) (type $gives) (result i32)
    block (type $gives) (result i32) ;; label = @1
      i32.const 1
    end
  )
  (func $block_type_empty_by_index (;4;) (type $none)
    block (type $none) ;; label = @1
    end
  )
  (func $alignment_hints (;5;) (type 2) (result i64)
    i32.const 0
    i64.load align=1
  )
  (func $second_memory (;6;) (type $none)
    i32.const 0
    i32.const 1
    i32.store $second offset=200
  )
  (func $floats (;7;) (type 3) (result f32 f64)
    f32.const nan:0x200001 (;=NaN;)
    f64.const -nan (;=NaN;)
  )
  (func $indirect (;8;) (type $gives) (result i32)
    i32.const 0
    call_indirect (type $gives)
  )
  (func $tail (;9;) (type $gives) (result i32)
    return_call $indirect
  )
  (func $else_with_nothing (;10;) (type 4) (param i32)
    local.get 0
    if ;; label = @1
    else
    end
  )
)
