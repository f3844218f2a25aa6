(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (result i32)))
  (import "" "f" (func $f (;0;) (type 0) (param i32)))
  (import "" "g" (func $g (;1;) (type 1) (result i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "one" (func 2))
  (export "range" (func 3))
  (export "below" (func 4))
  (export "dense" (func 5))
  (export "chosen" (func 6))
  (export "arms" (func 7))
  (func (;2;) (type 0) (param i32)
    local.get 0
    i32.const 4
    i32.eq
    if ;; label = @1
      i32.const 10
      call $f
      return
    end
    call $g
    call $g
    i32.mul
    call $f
  )
  (func (;3;) (type 0) (param i32)
    local.get 0
    i32.load
    i32.const -4
    i32.add
    i32.const 8
    i32.lt_u
    if ;; label = @1
      i32.const 10
      call $f
      return
    end
    call $g
    call $g
    i32.mul
    call $f
  )
  (func (;4;) (type 0) (param i32)
    local.get 0
    i32.load8_u
    local.tee 0
    i32.const 22
    i32.lt_u
    if ;; label = @1
      local.get 0
      i32.const 10
      i32.lt_u
      if ;; label = @2
        i32.const 10
        call $f
        return
      end
      call $g
      call $f
      return
    end
    call $g
    call $g
    i32.mul
    call $f
  )
  (func (;5;) (type 0) (param i32)
    block $d
      block $c
        block $b
          block $a
            local.get 0
            br_table $a $b $c $d
          end
          i32.const 10
          call $f
          return
        end
        call $g
        call $f
        return
      end
      call $g
      i32.const 4
      i32.store
      return
    end
    call $g
    call $g
    i32.mul
    call $f
  )
  (func (;6;) (type 0) (param i32)
    local.get 0
    if ;; label = @1
      call $g
      call $f
      return
    end
    call $g
    i32.const 4
    i32.store
  )
  (func (;7;) (type 0) (param i32)
    block $c
      local.get 0
      if ;; label = @2
        i32.const 3
        call $f
      else
        call $g
        call $f
        br $c
      end
      call $g
      call $f
      return
    end
    call $g
    i32.const 4
    i32.store
  )
)
