(module
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32 i32 i32) (result i32)))
  (type (;3;) (func (param i32 i32 i32 i32 i32) (result i32)))
  (type (;4;) (func (param i32 i32) (result i32)))
  (type (;5;) (func (param i32 i32) (result i32)))
  (type (;6;) (func (param i32 i32 i32) (result i32)))
  (type (;7;) (func (param i32 i32 i32 i32 i32) (result i32)))
  (type (;8;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;9;) (func))
  (type (;10;) (func (result i32)))
  (import "cabi-arena-realloc" "" (func (;0;) (type 8) (param i32 i32 i32 i32) (result i32)))
  (table (;0;) 3 3 funcref)
  (table (;1;) 3 3 funcref)
  (memory (;0;) 34)
  (global (;0;) (mut i32) i32.const 1048576)
  (global (;1;) i32 i32.const 1048597)
  (global (;2;) i32 i32.const 1048608)
  (global (;3;) (mut i32) i32.const 1048576)
  (global (;4;) i32 i32.const 1048589)
  (global (;5;) i32 i32.const 1048592)
  (export "memory" (memory 0))
  (export "run-demo" (func 16))
  (elem (;0;) (table 0) (i32.const 1) func 2 13)
  (elem (;1;) (table 1) (i32.const 1) func 15 18)
  (func (;1;) (type 9))
  (func (;2;) (type 9))
  (func (;3;) (type 6) (param i32 i32 i32) (result i32)
    call 4
    local.get 1
    local.get 0
    i32.xor
    local.get 2
    i32.and
    local.get 0
    i32.xor
  )
  (func (;4;) (type 9)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=2162708
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=2162708
    end
  )
  (func (;5;) (type 8) (param i32 i32 i32 i32) (result i32)
    call 4
    i32.const 0
    i32.const 2
    i32.const 1
    local.get 3
    i32.const 255
    i32.and
    select
    local.get 1
    local.get 0
    i32.and
    local.tee 0
    local.get 1
    i32.eq
    local.get 0
    i32.const 0
    i32.ne
    local.get 2
    i32.const 255
    i32.and
    select
    select
  )
  (func (;6;) (type 7) (param i32 i32 i32 i32 i32) (result i32)
    call 4
    local.get 3
    i32.const 255
    i32.and
    i32.const 0
    i32.ne
    i32.const 3
    i32.const 2
    local.get 4
    i32.const 255
    i32.and
    select
    local.get 1
    select
  )
  (func (;7;) (type 7) (param i32 i32 i32 i32 i32) (result i32)
    call 4
    local.get 3
    i32.const 255
    i32.and
    i32.const 0
    i32.ne
    i32.const 3
    i32.const 2
    local.get 4
    i32.const 255
    i32.and
    select
    local.get 1
    local.get 2
    i32.lt_u
    select
  )
  (func (;8;) (type 8) (param i32 i32 i32 i32) (result i32)
    (local i32)
    call 4
    i32.const 0
    local.set 4
    block ;; label = @1
      local.get 1
      i32.const 255
      i32.and
      br_if 0 (;@1;)
      block ;; label = @2
        local.get 2
        i32.const 255
        i32.and
        br_if 0 (;@2;)
        i32.const 3
        i32.const 2
        local.get 3
        i32.const 255
        i32.and
        select
        return
      end
      i32.const 4
      i32.const 1
      local.get 0
      i32.const -1
      i32.eq
      select
      local.set 4
    end
    local.get 4
  )
  (func (;9;) (type 6) (param i32 i32 i32) (result i32)
    (local i32)
    call 4
    local.get 1
    i32.const 255
    i32.and
    local.tee 1
    i32.eqz
    local.tee 3
    i32.const 3
    i32.const 2
    local.get 0
    i32.const 2
    i32.lt_u
    select
    local.get 3
    local.get 2
    i32.const 255
    i32.and
    select
    local.get 1
    select
  )
  (func (;10;) (type 6) (param i32 i32 i32) (result i32)
    call 4
    i32.const 0
    i32.const 1
    i32.const 2
    local.get 0
    local.get 1
    i32.lt_u
    select
    local.get 2
    i32.const 255
    i32.and
    select
  )
  (func (;11;) (type 5) (param i32 i32) (result i32)
    call 4
    i32.const 0
    i32.const 1
    i32.const 2
    local.get 1
    i32.const 255
    i32.and
    select
    local.get 0
    select
  )
  (func (;12;) (type 8) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 0
  )
  (func (;13;) (type 8) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 12
  )
  (func (;14;) (type 9))
  (func (;15;) (type 9))
  (func (;16;) (type 10) (result i32)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    i32.const 0
    i32.const 1
    call 21
    i32.const 0
    i32.const 3
    i32.const 0
    call 20
    i32.const 2
    i32.shl
    i32.const 0
    i32.const 4
    i32.const 4
    i32.const 0
    i32.const 1
    call 19
    i32.const 4
    i32.shl
    i32.or
    i32.or
    i32.const 63
    i32.and
  )
  (func (;17;) (type 8) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 0
  )
  (func (;18;) (type 8) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 17
  )
  (func (;19;) (type 7) (param i32 i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    local.get 4
    call 7
  )
  (func (;20;) (type 6) (param i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    call 10
  )
  (func (;21;) (type 5) (param i32 i32) (result i32)
    local.get 0
    local.get 1
    call 11
  )
  (data (;0;) (i32.const 2162688) "\01\00\00\00\01\00\00\00\01\00\00\00\01\00\00\00\02\00\00\00")
  (data (;1;) (i32.const 1048576) "\01\00\00\00\01\00\00\00\02\00\00\00")
)

