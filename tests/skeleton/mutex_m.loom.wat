(module $m.wasm
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32 i32)))
  (type (;3;) (func (param i32)))
  (type (;4;) (func (param i32 i32) (result i32)))
  (type (;5;) (func))
  (type (;6;) (func (param i32 i32 i32 i32)))
  (import "env" "k_spin_lock" (func $k_spin_lock (;0;) (type 0) (param i32) (result i32)))
  (import "env" "gale_w_current" (func $gale_w_current (;1;) (type 1) (result i32)))
  (import "env" "k_spin_unlock" (func $k_spin_unlock (;2;) (type 2) (param i32 i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (;3;) (type 0) (param i32) (result i32)))
  (import "env" "arch_thread_return_value_set" (func $arch_thread_return_value_set (;4;) (type 2) (param i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (;5;) (type 3) (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (;6;) (type 4) (param i32 i32) (result i32)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 65536)
  (export "memory" (memory 0))
  (export "z_impl_k_mutex_unlock" (func $z_impl_k_mutex_unlock))
  (func $z_impl_k_mutex_unlock (;7;) (type 0) (param i32) (result i32)
    (local i32 i32 i32 i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 1
    global.set $__stack_pointer
    i32.const 65536
    call $k_spin_lock
    local.set 2
    call $gale_w_current
    local.set 3
    local.get 1
    i32.const 4
    i32.add
    local.get 0
    i32.load offset=8
    local.get 0
    i32.load offset=4
    local.tee 4
    i32.eqz
    local.get 4
    local.get 3
    i32.eq
    call $gale_k_mutex_unlock_decide
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 1
            i32.load8_u offset=8
            br_table 1 (;@3;) 2 (;@2;) 0 (;@4;) 2 (;@2;)
          end
          i32.const 65536
          local.get 2
          call $k_spin_unlock
          local.get 1
          i32.load offset=4
          local.set 3
          br 2 (;@1;)
        end
        local.get 0
        local.get 1
        i32.load offset=12
        i32.store offset=8
        i32.const 65536
        local.get 2
        call $k_spin_unlock
        i32.const 0
        local.set 3
        br 1 (;@1;)
      end
      local.get 0
      local.get 0
      i32.load
      call $z_unpend_first_thread
      local.tee 4
      i32.store offset=4
      block ;; label = @2
        local.get 4
        i32.eqz
        br_if 0 (;@2;)
        local.get 0
        i32.const 1
        i32.store offset=8
        i32.const 0
        local.set 3
        local.get 4
        i32.const 0
        call $arch_thread_return_value_set
        local.get 4
        call $z_ready_thread
        i32.const 65536
        local.get 2
        call $z_reschedule
        drop
        br 1 (;@1;)
      end
      i32.const 0
      local.set 3
      local.get 0
      i32.const 0
      i32.store offset=8
      i32.const 65536
      local.get 2
      call $k_spin_unlock
    end
    local.get 1
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 3
  )
  (func $core::panicking::panic_const::panic_const_add_overflow::hacec966df230a78f (;8;) (type 5)
    call $core::panicking::panic_fmt::h6651313c3e2c6c2f
    unreachable
  )
  (func $gale_k_mutex_unlock_decide (;9;) (type 6) (param i32 i32 i32 i32)
    (local i32 i32 i32)
    i32.const 2
    local.set 4
    i32.const -22
    local.set 5
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 2
            i32.eqz
            local.tee 6
            i32.const 2
            i32.const 3
            local.get 1
            i32.const 1
            i32.gt_u
            select
            local.get 6
            local.get 3
            select
            local.get 2
            select
            local.tee 2
            br_table 3 (;@1;) 0 (;@4;) 2 (;@2;) 1 (;@3;) 3 (;@1;)
          end
          i32.const -1
          local.set 5
          local.get 1
          local.set 2
          br 2 (;@1;)
        end
        i32.const 0
        local.set 5
        i32.const 1
        local.set 4
        i32.const 0
        local.set 2
        br 1 (;@1;)
      end
      block ;; label = @2
        local.get 1
        i32.eqz
        br_if 0 (;@2;)
        local.get 1
        i32.const -1
        i32.add
        local.set 2
        i32.const 0
        local.set 5
        i32.const 0
        local.set 4
        br 1 (;@1;)
      end
      call $core::panicking::panic_const::panic_const_add_overflow::hacec966df230a78f
      unreachable
    end
    local.get 0
    local.get 2
    i32.store offset=8
    local.get 0
    local.get 4
    i32.store8 offset=4
    local.get 0
    local.get 5
    i32.store
  )
  (func $core::panicking::panic_fmt::h6651313c3e2c6c2f (;10;) (type 5)
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
)

