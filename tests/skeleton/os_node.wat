(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i64 i64) (result i64)))
  (type (;3;) (func (param i64 i64) (result i32)))
  (type (;4;) (func (result i64)))
  (type (;5;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;6;) (func (param i32 i32)))
  (type (;7;) (func))
  (type (;8;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;9;) (func (param i32 i32)))
  (type (;10;) (func (param i32 i32)))
  (type (;11;) (func (result i64)))
  (type (;12;) (func (param i64 i64) (result i64)))
  (type (;13;) (func (param i64 i64) (result i32)))
  (type (;14;) (func))
  (type (;15;) (func (param i32)))
  (type (;16;) (func (param i32 i32 i32 i32)))
  (type (;17;) (func (result i32)))
  (type (;18;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;19;) (func (param i32 i32)))
  (import "gust:hal/mmio@0.1.0" "write32" (func (;0;) (type 6) (param i32 i32)))
  (import "gust:hal/mmio@0.1.0" "read32" (func (;1;) (type 0) (param i32) (result i32)))
  (table (;0;) 3 3 funcref)
  (table (;1;) 3 3 funcref)
  (table (;2;) 1 1 funcref)
  (table (;3;) 3 3 funcref)
  (memory (;0;) 17)
  (global (;0;) (mut i32) i32.const 1048576)
  (export "memory" (memory 0))
  (export "gust:os/time@0.1.0#deadline" (func 4))
  (export "gust:os/time@0.1.0#elapsed" (func 5))
  (export "gust:os/time@0.1.0#now" (func 6))
  (export "cabi_realloc_wit_bindgen_0_52_0" (func 7))
  (export "cabi_realloc" (func 8))
  (export "gust:os/log@0.1.0#line" (func 11))
  (export "$imports" (table 2))
  (export "run" (func 21))
  (elem (;0;) (table 0) (i32.const 1) func 3 8)
  (elem (;1;) (table 1) (i32.const 1) func 10 13)
  (elem (;2;) (table 3) (i32.const 1) func 19 25)
  (elem (;3;) (table 2) (i32.const 0) func 0)
  (func (;2;) (type 14))
  (func (;3;) (type 14))
  (func (;4;) (type 12) (param i64 i64) (result i64)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    local.get 1
    local.get 0
    i64.add
  )
  (func (;5;) (type 13) (param i64 i64) (result i32)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    local.get 0
    local.get 1
    i64.ge_u
  )
  (func (;6;) (type 11) (result i64)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    i32.const 1073741860
    call 1
    i64.extend_i32_u
  )
  (func (;7;) (type 18) (param i32 i32 i32 i32) (result i32)
    block ;; label = @1
      local.get 1
      local.get 3
      i32.or
      i32.eqz
      br_if 0 (;@1;)
      unreachable
    end
    local.get 2
  )
  (func (;8;) (type 18) (param i32 i32 i32 i32) (result i32)
    (local i32 i32 i32 i32)
    block ;; label = @1
      local.get 1
      local.get 3
      i32.or
      i32.eqz
      br_if 0 (;@1;)
      unreachable
    end
    local.get 2
  )
  (func (;9;) (type 14))
  (func (;10;) (type 14))
  (func (;11;) (type 19) (param i32 i32)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1049616
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1049616
    end
    block ;; label = @1
      local.get 1
      i32.eqz
      br_if 0 (;@1;)
      loop ;; label = @2
        i32.const 1073821700
        local.get 0
        i32.load8_u
        call 0
        local.get 0
        i32.const 1
        i32.add
        local.set 0
        local.get 1
        i32.const -1
        i32.add
        local.tee 1
        br_if 0 (;@2;)
      end
    end
  )
  (func (;12;) (type 18) (param i32 i32 i32 i32) (result i32)
    (local i32)
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          local.get 1
          br_if 0 (;@3;)
          local.get 3
          i32.eqz
          br_if 1 (;@2;)
          local.get 2
          i32.const 0
          i32.load offset=1049612
          i32.add
          i32.const -1
          i32.add
          i32.const 0
          local.get 2
          i32.sub
          i32.and
          local.tee 2
          local.get 3
          i32.add
          local.tee 3
          i32.const 1024
          i32.gt_u
          br_if 2 (;@1;)
          i32.const 0
          local.get 3
          i32.store offset=1049612
          local.get 2
          i32.const 1048588
          i32.add
          return
        end
        local.get 2
        i32.const 0
        i32.load offset=1049612
        i32.add
        i32.const -1
        i32.add
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 2
        local.get 3
        i32.add
        local.tee 4
        i32.const 1024
        i32.gt_u
        br_if 1 (;@1;)
        i32.const 0
        local.get 4
        i32.store offset=1049612
        local.get 2
        i32.const 1048588
        i32.add
        local.set 2
        local.get 3
        local.get 1
        local.get 3
        local.get 1
        i32.lt_u
        select
        local.tee 3
        i32.eqz
        br_if 0 (;@2;)
        local.get 2
        local.get 0
        local.get 3
        memory.copy
      end
      local.get 2
      return
    end
    unreachable
  )
  (func (;13;) (type 18) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 12
  )
  (func (;14;) (type 19) (param i32 i32)
    local.get 0
    local.get 1
    i32.const 0
    call_indirect 2 (type 9)
  )
  (func (;15;) (type 14))
  (func (;16;) (type 15) (param i32)
    (local i32 i32 i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 1
    global.set 0
    local.get 1
    i32.const 4
    i32.add
    local.get 0
    i32.load
    local.tee 2
    local.get 0
    i32.load offset=4
    local.get 2
    i32.const 1
    i32.shl
    local.tee 2
    i32.const 11
    local.get 2
    i32.const 11
    i32.gt_u
    select
    local.tee 2
    call 17
    block ;; label = @1
      local.get 1
      i32.load offset=4
      i32.const 1
      i32.ne
      br_if 0 (;@1;)
      local.get 1
      i32.load offset=8
      local.get 1
      i32.load offset=12
      call 18
      unreachable
    end
    local.get 1
    i32.load offset=8
    local.set 3
    local.get 0
    local.get 2
    i32.store
    local.get 0
    local.get 3
    i32.store offset=4
    local.get 1
    i32.const 16
    i32.add
    global.set 0
  )
  (func (;17;) (type 16) (param i32 i32 i32 i32)
    (local i32 i32)
    block ;; label = @1
      block ;; label = @2
        local.get 3
        i32.const 0
        i32.ge_s
        br_if 0 (;@2;)
        i32.const 1
        local.set 1
        i32.const 4
        local.set 2
        i32.const 0
        local.set 3
        br 1 (;@1;)
      end
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              local.get 1
              i32.eqz
              br_if 0 (;@5;)
              i32.const 0
              i32.load offset=1049112
              local.tee 4
              local.get 3
              i32.add
              local.tee 5
              i32.const 512
              i32.gt_u
              br_if 2 (;@3;)
              i32.const 0
              local.get 5
              i32.store offset=1049112
              local.get 4
              i32.const 1048600
              i32.add
              local.set 4
              local.get 1
              i32.eqz
              br_if 1 (;@4;)
              local.get 4
              local.get 2
              local.get 1
              memory.copy
              br 1 (;@4;)
            end
            i32.const 0
            i32.load offset=1049112
            local.tee 1
            local.get 3
            i32.add
            local.tee 2
            i32.const 512
            i32.gt_u
            br_if 1 (;@3;)
            i32.const 0
            local.get 2
            i32.store offset=1049112
            local.get 1
            i32.const 1048600
            i32.add
            local.set 4
          end
          local.get 0
          local.get 4
          i32.store offset=4
          i32.const 0
          local.set 1
          br 1 (;@2;)
        end
        i32.const 1
        local.set 1
        local.get 0
        i32.const 1
        i32.store offset=4
      end
      i32.const 8
      local.set 2
    end
    local.get 0
    local.get 2
    i32.add
    local.get 3
    i32.store
    local.get 0
    local.get 1
    i32.store
  )
  (func (;18;) (type 19) (param i32 i32)
    block ;; label = @1
      local.get 0
      i32.eqz
      br_if 0 (;@1;)
      call 22
      unreachable
    end
    call 23
    unreachable
  )
  (func (;19;) (type 14))
  (func (;20;) (type 17) (result i32)
    (local i32 i32 i32 i32 i64 i64 i64 i64 i64 i64 i64 i64)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 0
    global.set 0
    local.get 0
    i64.const 4294967296
    i64.store offset=4 align=4
    local.get 0
    i32.const 0
    i32.store offset=12
    local.get 0
    i32.const 4
    i32.add
    call 16
    local.get 0
    i32.load offset=8
    local.tee 1
    local.get 0
    i32.load offset=12
    local.tee 2
    i32.add
    local.tee 3
    i32.const 0
    i64.load offset=1048584 align=1
    i64.store align=1
    local.get 3
    i32.const 0
    i32.load offset=1048591 align=1
    i32.store offset=7 align=1
    local.get 1
    local.get 2
    i32.const 11
    i32.add
    call 11
    i32.const 2989
    local.set 1
    block ;; label = @1
      call 6
      local.tee 4
      i64.const 100
      local.set 7
      local.set 6
      block ;; label = @2
        i32.const 0
        i32.load8_u offset=1048588
        br_if 0 (;@2;)
        i32.const 0
        i32.const 1
        i32.store8 offset=1048588
      end
      local.get 7
      local.get 6
      i64.add
      local.tee 5
      local.get 4
      i64.const 100
      i64.add
      i64.ne
      br_if 0 (;@1;)
      block ;; label = @2
        i32.const 0
        i32.load8_u offset=1048588
        br_if 0 (;@2;)
        i32.const 0
        i32.const 1
        i32.store8 offset=1048588
      end
      local.get 4
      local.get 5
      i64.ge_u
      i32.const 255
      i32.and
      br_if 0 (;@1;)
      i32.const 10
      i32.const 2989
      block ;; label = @2
        i32.const 0
        i32.load8_u offset=1048588
        br_if 0 (;@2;)
        i32.const 0
        i32.const 1
        i32.store8 offset=1048588
      end
      local.get 5
      local.get 5
      i64.ge_u
      i32.const 255
      i32.and
      select
      local.set 1
    end
    local.get 0
    i32.const 16
    i32.add
    global.set 0
    local.get 1
  )
  (func (;21;) (type 17) (result i32)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1049116
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1049116
    end
    call 20
  )
  (func (;22;) (type 14)
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
  (func (;23;) (type 14)
    call 22
    unreachable
  )
  (func (;24;) (type 18) (param i32 i32 i32 i32) (result i32)
    (local i32)
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          local.get 1
          br_if 0 (;@3;)
          local.get 3
          i32.eqz
          br_if 1 (;@2;)
          local.get 2
          i32.const 0
          i32.load offset=1049112
          i32.add
          i32.const -1
          i32.add
          i32.const 0
          local.get 2
          i32.sub
          i32.and
          local.tee 2
          local.get 3
          i32.add
          local.tee 3
          i32.const 512
          i32.gt_u
          br_if 2 (;@1;)
          i32.const 0
          local.get 3
          i32.store offset=1049112
          local.get 2
          i32.const 1048600
          i32.add
          return
        end
        local.get 2
        i32.const 0
        i32.load offset=1049112
        i32.add
        i32.const -1
        i32.add
        i32.const 0
        local.get 2
        i32.sub
        i32.and
        local.tee 2
        local.get 3
        i32.add
        local.tee 4
        i32.const 512
        i32.gt_u
        br_if 1 (;@1;)
        i32.const 0
        local.get 4
        i32.store offset=1049112
        local.get 2
        i32.const 1048600
        i32.add
        local.set 2
        local.get 3
        local.get 1
        local.get 3
        local.get 1
        i32.lt_u
        select
        local.tee 3
        i32.eqz
        br_if 0 (;@2;)
        local.get 2
        local.get 0
        local.get 3
        memory.copy
      end
      local.get 2
      return
    end
    unreachable
  )
  (func (;25;) (type 18) (param i32 i32 i32 i32) (result i32)
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    call 24
  )
  (func (;26;) (type 19) (param i32 i32)
    local.get 0
    local.get 1
    call 11
  )
  (func (;27;) (type 12) (param i64 i64) (result i64)
    (local i64 i64)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    local.get 1
    local.get 0
    i64.add
  )
  (func (;28;) (type 13) (param i64 i64) (result i32)
    (local i64 i64)
    block ;; label = @1
      i32.const 0
      i32.load8_u offset=1048588
      br_if 0 (;@1;)
      i32.const 0
      i32.const 1
      i32.store8 offset=1048588
    end
    local.get 0
    local.get 1
    i64.ge_u
  )
  (func (;29;) (type 11) (result i64)
    call 6
  )
  (data (;0;) (i32.const 1048576) "\01\00\00\00\01\00\00\00\02\00\00\00")
  (data (;1;) (i32.const 1048576) "\01\00\00\00\01\00\00\00\02\00\00\00")
  (data (;2;) (i32.const 1048576) "\01\00\00\00\01\00\00\00gust:os up\0a\00\02\00\00\00")
)

