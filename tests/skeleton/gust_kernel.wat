(module $gust_wasm_scout.wasm
  (type (;0;) (func (param i32 i32 i32 i32 i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (param i32 i32) (result i32)))
  (type (;3;) (func (param i32 i32)))
  (type (;4;) (func))
  (memory (;0;) 17)
  (global $__stack_pointer (;0;) (mut i32) i32.const 1048576)
  (global (;1;) i32 i32.const 1048719)
  (global (;2;) i32 i32.const 1048720)
  (export "memory" (memory 0))
  (export "gust_mix" (func $gust_mix))
  (export "gust_poll" (func $gust_poll))
  (export "__data_end" (global 1))
  (export "__heap_base" (global 2))
  (func $_ZN10kiln_async4task18TaskTable$LT$_$GT$10transition17hbf71bd824dd39cecE (;0;) (type 0) (param i32 i32 i32 i32 i32)
    block ;; label = @1
      block ;; label = @2
        local.get 1
        local.get 3
        i32.const 65535
        i32.and
        i32.const 3
        i32.shl
        i32.add
        local.tee 3
        i32.load
        local.get 2
        i32.eq
        br_if 0 (;@2;)
        local.get 0
        i32.const 5000
        i32.store16 offset=8
        local.get 0
        i32.const 56
        i32.store offset=4
        local.get 0
        i32.const 1048576
        i32.store
        i32.const 5
        local.set 3
        br 1 (;@1;)
      end
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              block ;; label = @6
                local.get 3
                i32.load8_u offset=4
                i32.const -1
                i32.add
                br_table 1 (;@5;) 2 (;@4;) 4 (;@2;) 4 (;@2;) 4 (;@2;) 0 (;@6;) 4 (;@2;)
              end
              local.get 0
              i32.const 5000
              i32.store16 offset=8
              local.get 0
              i32.const 42
              i32.store offset=4
              local.get 0
              i32.const 1048632
              i32.store8
              local.get 0
              i32.const 3
              i32.add
              i32.const 1048632
              i32.const 24
              i32.shr_u
              i32.store8
              local.get 0
              i32.const 1048632
              i32.const 8
              i32.shr_u
              i32.store16 offset=1 align=1
              i32.const 5
              local.set 3
              br 4 (;@1;)
            end
            local.get 4
            i32.const 255
            i32.and
            i32.const 1
            i32.ne
            br_if 2 (;@2;)
            i32.const 2
            local.set 1
            br 1 (;@3;)
          end
          local.get 4
          i32.const 255
          i32.and
          i32.const 2
          i32.ne
          br_if 1 (;@2;)
          i32.const 1
          local.set 1
        end
        local.get 0
        local.get 1
        i32.store8
        local.get 3
        local.get 1
        i32.store8 offset=4
        i32.const 0
        local.set 3
        br 1 (;@1;)
      end
      local.get 0
      i32.const 5003
      i32.store16 offset=8
      local.get 0
      i32.const 45
      i32.store offset=4
      local.get 0
      i32.const 1048674
      i32.store8
      local.get 0
      i32.const 3
      i32.add
      i32.const 1048674
      i32.const 24
      i32.shr_u
      i32.store8
      local.get 0
      i32.const 1048674
      i32.const 8
      i32.shr_u
      i32.store16 offset=1 align=1
      i32.const 29
      local.set 3
    end
    local.get 0
    local.get 3
    i32.store8 offset=10
  )
  (func $_ZN15gust_wasm_scout3mix17h59dd52cf1c3c9964E (;1;) (type 1) (param i32) (result i32)
    i32.const 1000
    local.get 0
    i32.const 65535
    i32.and
    i32.const 8
    i32.shl
    i32.const -262144
    i32.add
    i32.const 8
    i32.shr_s
    local.tee 0
    i32.const 500
    local.get 0
    i32.const 500
    i32.lt_s
    select
    i32.const 1500
    i32.add
    local.get 0
    i32.const -500
    i32.lt_s
    select
  )
  (func $gust_mix (;2;) (type 1) (param i32) (result i32)
    local.get 0
    call $_ZN15gust_wasm_scout3mix17h59dd52cf1c3c9964E
    i32.const 65535
    i32.and
  )
  (func $gust_poll (;3;) (type 2) (param i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 2
    global.set $__stack_pointer
    local.get 0
    i32.const 180
    i32.add
    local.set 3
    local.get 0
    i32.load offset=52
    i32.const -1
    i32.add
    local.set 4
    local.get 0
    i32.load offset=48
    local.set 5
    i32.const 0
    local.set 6
    block ;; label = @1
      block ;; label = @2
        loop ;; label = @3
          local.get 4
          i32.const -1
          i32.eq
          br_if 1 (;@2;)
          local.get 5
          i32.const 6
          i32.ge_u
          br_if 2 (;@1;)
          local.get 0
          local.get 5
          i32.const 3
          i32.shl
          i32.add
          local.tee 7
          i32.load16_u offset=4
          local.set 8
          local.get 0
          local.get 4
          i32.store offset=52
          local.get 7
          i32.load
          local.set 7
          local.get 0
          i32.const 0
          local.get 5
          i32.const 1
          i32.add
          local.tee 5
          local.get 5
          i32.const 6
          i32.eq
          select
          local.tee 5
          i32.store offset=48
          block ;; label = @4
            block ;; label = @5
              local.get 8
              i32.const 5
              i32.gt_u
              br_if 0 (;@5;)
              local.get 3
              local.get 8
              i32.const 3
              i32.shl
              i32.add
              local.tee 9
              i32.load
              local.get 7
              i32.ne
              br_if 0 (;@5;)
              local.get 9
              i32.load8_u offset=4
              i32.const 6
              i32.ne
              br_if 1 (;@4;)
            end
            local.get 4
            i32.const -1
            i32.add
            local.set 4
            br 1 (;@3;)
          end
        end
        local.get 2
        i32.const 4
        i32.add
        local.get 3
        local.get 7
        local.get 8
        i32.const 1
        call $_ZN10kiln_async4task18TaskTable$LT$_$GT$10transition17hbf71bd824dd39cecE
        i32.const -1
        local.set 6
        local.get 2
        i32.load8_u offset=14
        br_if 0 (;@2;)
        local.get 9
        i32.load8_u offset=4
        i32.const 6
        i32.eq
        br_if 0 (;@2;)
        local.get 9
        i32.load
        local.get 7
        i32.ne
        br_if 0 (;@2;)
        local.get 9
        i32.const 0
        i32.store8 offset=5
        local.get 0
        i32.load offset=52
        local.tee 4
        i32.const 6
        i32.eq
        br_if 0 (;@2;)
        local.get 0
        local.get 4
        i32.const 1
        i32.add
        i32.store offset=52
        local.get 0
        local.get 0
        i32.load offset=48
        local.get 4
        i32.add
        i32.const 6
        i32.rem_u
        i32.const 3
        i32.shl
        i32.add
        local.tee 4
        local.get 8
        i32.store16 offset=4
        local.get 4
        local.get 7
        i32.store
        local.get 2
        i32.const 4
        i32.add
        local.get 3
        local.get 7
        local.get 8
        i32.const 2
        call $_ZN10kiln_async4task18TaskTable$LT$_$GT$10transition17hbf71bd824dd39cecE
        local.get 2
        i32.load8_u offset=14
        br_if 0 (;@2;)
        local.get 1
        call $_ZN15gust_wasm_scout3mix17h59dd52cf1c3c9964E
        i32.const 65535
        i32.and
        local.set 6
      end
      local.get 2
      i32.const 16
      i32.add
      global.set $__stack_pointer
      local.get 6
      return
    end
    local.get 5
    i32.const 6
    call $_ZN4core9panicking18panic_bounds_check17he16a4bbc04eea6a6E
    unreachable
  )
  (func $_ZN4core9panicking18panic_bounds_check17he16a4bbc04eea6a6E (;4;) (type 3) (param i32 i32)
    call $_ZN4core9panicking9panic_fmt17h6651313c3e2c6c2fE
    unreachable
  )
  (func $_ZN4core9panicking9panic_fmt17h6651313c3e2c6c2fE (;5;) (type 4)
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
  (data $.rodata (;0;) (i32.const 1048576) "kiln-async: transition on a stale or unknown task handlekiln-async: transition on a free task slotkiln-async: illegal task lifecycle transition")
)

