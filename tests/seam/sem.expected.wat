(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (import "env" "k_spin_lock" (func $k_spin_lock (;0;) (type 0) (param i32) (result i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (;1;) (type 0) (param i32) (result i32)))
  (import "env" "arch_thread_return_value_set" (func $arch_thread_return_value_set (;2;) (type 1) (param i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (;3;) (type 2) (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (;4;) (type 3) (param i32 i32) (result i32)))
  (memory (;0;) 2)
  (export "memory" (memory 0))
  (export "z_impl_k_sem_give" (func $z_impl_k_sem_give))
  (func $z_impl_k_sem_give (;5;) (type 2) (param i32)
    (local i32 i32 i32 i32)
    i32.const 65536
    call $k_spin_lock
    local.set 1
    local.get 0
    call $z_unpend_first_thread
    local.tee 2
    local.get 0
    i32.load offset=12
    local.set 4
    local.get 0
    i32.load offset=8
    local.set 3
    if ;; label = @1
      local.get 2
      i32.const 0
      call $arch_thread_return_value_set
      local.get 2
      call $z_ready_thread
    else
      local.get 0
      local.get 3
      local.get 3
      local.get 4
      i32.lt_u
      i32.add
      i32.store offset=8
    end
    i32.const 65536
    local.get 1
    call $z_reschedule
    drop
  )
)
