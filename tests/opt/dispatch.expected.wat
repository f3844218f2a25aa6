(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (import "" "f" (func $f (;0;) (type 0) (param i32)))
  (import "" "g" (func $g (;1;) (type 1) (result i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "chain" (func 2))
  (export "sparse" (func 3))
  (export "offset" (func 4))
  (export "ranges" (func 5))
  (export "nested" (func 6))
  (export "between" (func 7))
  (func (;2;) (type 0) (param i32)
    block $h
      block $g
        block $f
          block $e
            block $d
              block $c
                block $b
                  block ;; label = @8
                    local.get 0
                    br_table 0 (;@8;) $b $c $d $e $f $g $h 8
                  end
                  i32.const 10
                  call $f
                  return
                end
                call $g
                call $g
                i32.mul
                call $f
                return
              end
              i32.const 12
              call $f
              call $g
              call $f
              return
            end
            i32.const 8
            call $g
            i32.store
            return
          end
          i32.const 8
          call $g
          i32.store8
          return
        end
        i32.const 8
        call $g
        i32.store16
        return
      end
      i32.const 16
      call $g
      call $g
      i32.sub
      i32.store
      return
    end
    i32.const 4
    i32.load
    call $f
  )
  (func (;3;) (type 0) (param i32)
    local.get 0
    i32.const 10
    i32.eq
    if ;; label = @1
      i32.const 10
      call $f
    else
      local.get 0
      i32.const 63
      i32.eq
      if ;; label = @2
        call $g
        call $g
        i32.mul
        call $f
      else
        local.get 0
        i32.const -40
        i32.ne
        if ;; label = @3
          i32.const 4
          i32.load
          call $f
        end
      end
    end
  )
  (func (;4;) (type 0) (param i32)
    block $f
      block $e
        block $d
          block $c
            block $b
              block ;; label = @6
                local.get 0
                i32.const -100
                i32.add
                br_table $b 0 (;@6;) $c 6 $d $e $f 6
              end
              i32.const 10
              call $f
              return
            end
            call $g
            call $g
            i32.mul
            call $f
            return
          end
          i32.const 12
          call $f
          call $g
          call $f
          return
        end
        i32.const 8
        call $g
        i32.store
        return
      end
      i32.const 8
      call $g
      i32.store8
      return
    end
    i32.const 4
    i32.load
    call $f
  )
  (func (;5;) (type 0) (param i32)
    block $d
      block $c
        block $b
          block ;; label = @4
            local.get 0
            i32.load
            i32.const 1
            i32.add
            br_table 0 (;@4;) $b $c $c $d $d 0 (;@4;) 4
          end
          i32.const 10
          call $f
          return
        end
        call $g
        call $g
        i32.mul
        call $f
        return
      end
      i32.const 8
      call $g
      i32.store8
      return
    end
    i32.const 4
    i32.load
    call $f
  )
  (func (;6;) (type 2) (param i32) (result i32)
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              block ;; label = @6
                block ;; label = @7
                  local.get 0
                  br_table 5 (;@2;) 1 (;@6;) 2 (;@5;) 0 (;@7;) 3 (;@4;) 4 (;@3;) 6 (;@1;)
                end
                call $g
                return
              end
              call $g
              call $g
              i32.mul
              return
            end
            call $g
            i32.load
            return
          end
          i32.const 1
          call $f
          i32.const 7
          i32.load8_s
          return
        end
        call $g
        call $g
        i32.sub
        return
      end
      call $g
      i32.load16_s
      return
    end
    i32.const 77
  )
  (func (;7;) (type 0) (param i32)
    local.get 0
    if ;; label = @1
      i32.const 0
      call $f
      local.get 0
      i32.const 1
      i32.eq
      if ;; label = @2
        call $g
        call $g
        i32.mul
        call $f
        return
      end
      i32.const 1
      call $f
      local.get 0
      i32.const 2
      i32.eq
      if ;; label = @2
        i32.const 4
        i32.load
        call $f
        return
      end
      i32.const 2
      call $f
      local.get 0
      i32.const 3
      i32.ne
      br_if 1
    end
    i32.const 10
    call $f
  )
)
