(module
  ;; The gale seam: what the shim and the packed result of `decide` decide is threaded, and `count <u limit` excludes the panic.
  (import "env" "k_spin_lock" (func $k_spin_lock (param i32) (result i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (param i32) (result i32)))
  (import "env" "arch_thread_return_value_set" (func $arch_thread_return_value_set (param i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (param i32 i32) (result i32)))
  (table 1 1 funcref)
  (memory 2)
  (global $__stack_pointer (mut i32) i32.const 65536)
  (export "memory" (memory 0))
  (export "z_impl_k_sem_give" (func $z_impl_k_sem_give))
  (func $panic_add 
    call $panic_fmt
    unreachable
  )
  (func $gale_k_sem_give_decide (param i32 i32 i32) (result i64)
    (local i64)
    i64.const 1
    local.set 3
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          i32.const 0
          i32.const 1
          i32.const 2
          local.get 0
          local.get 1
          i32.lt_u
          select
          local.get 2
          select
          br_table 2 (;@1;) 0 (;@3;) 1 (;@2;) 2 (;@1;)
        end
        block ;; label = @3
          local.get 0
          i32.const -1
          i32.eq
          br_if 0 (;@3;)
          local.get 0
          i32.const 1
          i32.add
          local.set 0
          br 1 (;@2;)
        end
        call $panic_add
        unreachable
      end
      i64.const 0
      local.set 3
    end
    local.get 0
    i64.extend_i32_u
    i64.const 32
    i64.shl
    local.get 3
    i64.or
  )
  (func $panic_fmt 
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
  (func $z_impl_k_sem_give (param i32)
    (local i32 i32 i64)
    i32.const 65536
    call $k_spin_lock
    local.set 1
    local.get 0
    call $z_unpend_first_thread
    local.set 2
    block ;; label = @1
      block ;; label = @2
        local.get 0
        i32.load offset=8
        local.get 0
        i32.load offset=12
        local.get 2
        i32.const 0
        i32.ne
        call $gale_k_sem_give_decide
        local.tee 3
        i64.const 255
        i64.and
        i64.const 1
        i64.ne
        br_if 0 (;@2;)
        local.get 2
        i32.const 0
        call $arch_thread_return_value_set
        local.get 2
        call $z_ready_thread
        br 1 (;@1;)
      end
      local.get 0
      local.get 3
      i64.const 32
      i64.shr_u
      i64.store32 offset=8
    end
    i32.const 65536
    local.get 1
    call $z_reschedule
    drop
  )
)

