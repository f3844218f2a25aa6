(module $s.wasm
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (type (;4;) (func (param i32 i32)))
  (type (;5;) (func (param i32 i32 i32 i32)))
  (import "env" "k_spin_lock" (func $k_spin_lock (;0;) (type 0) (param i32) (result i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (;1;) (type 0) (param i32) (result i32)))
  (import "env" "z_thread_return_value_set_with_data" (func $z_thread_return_value_set_with_data (;2;) (type 1) (param i32 i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (;3;) (type 2) (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (;4;) (type 3) (param i32 i32) (result i32)))
  (import "env" "k_spin_unlock" (func $k_spin_unlock (;5;) (type 4) (param i32 i32)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 65536)
  (export "memory" (memory 0))
  (export "gale_k_stack_push_decide" (func $gale_k_stack_push_decide))
  (export "z_impl_k_stack_push" (func $z_impl_k_stack_push))
  (func $gale_k_stack_push_decide (;6;) (type 5) (param i32 i32 i32 i32)
    (local i32)
    local.get 0
    i32.const 1
    i32.const 0
    i32.const 2
    local.get 1
    local.get 2
    i32.lt_u
    local.tee 2
    select
    local.get 3
    select
    local.tee 4
    i32.store8 offset=8
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    i32.eqz
    i32.and
    i32.add
    i32.store offset=4
    local.get 0
    local.get 4
    i32.const 2
    i32.shl
    i32.load offset=65536
    i32.store
  )
  (func $z_impl_k_stack_push (;7;) (type 3) (param i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 2
    global.set $__stack_pointer
    local.get 0
    i32.const 8
    i32.add
    local.tee 3
    call $k_spin_lock
    local.set 4
    local.get 2
    i32.const 4
    i32.add
    local.get 0
    i32.load offset=16
    local.get 0
    i32.load offset=12
    local.tee 5
    i32.sub
    i32.const 2
    i32.shr_s
    local.get 0
    i32.load offset=20
    local.get 5
    i32.sub
    i32.const 2
    i32.shr_s
    local.get 0
    call $z_unpend_first_thread
    local.tee 5
    i32.const 0
    i32.ne
    local.set 9
    local.set 8
    local.set 7
    local.set 6
    local.get 6
    i32.const 1
    i32.const 0
    i32.const 2
    local.get 7
    local.get 8
    i32.lt_u
    local.tee 8
    select
    local.get 9
    select
    local.tee 10
    i32.store8 offset=8
    local.get 6
    local.get 7
    local.get 8
    local.get 9
    i32.eqz
    i32.and
    i32.add
    i32.store offset=4
    local.get 6
    local.get 10
    i32.const 2
    i32.shl
    i32.load offset=65536
    i32.store
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 2
            i32.load8_u offset=12
            i32.const -1
            i32.add
            br_table 0 (;@4;) 2 (;@2;) 1 (;@3;)
          end
          local.get 5
          i32.const 0
          local.get 1
          call $z_thread_return_value_set_with_data
          local.get 5
          call $z_ready_thread
          local.get 3
          local.get 4
          call $z_reschedule
          drop
          br 2 (;@1;)
        end
        local.get 0
        i32.load offset=16
        local.tee 5
        local.get 1
        i32.store
        local.get 0
        local.get 5
        i32.const 4
        i32.add
        i32.store offset=16
      end
      local.get 3
      local.get 4
      call $k_spin_unlock
    end
    local.get 2
    i32.load offset=4
    local.set 0
    local.get 2
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 0
  )
  (data $.rodata (;0;) (i32.const 65536) "\00\00\00\00\00\00\00\00\f4\ff\ff\ff")
)

