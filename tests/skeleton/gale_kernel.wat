(module $kernel.wasm
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (type (;4;) (func (param i32 i32 i32 i64) (result i32)))
  (type (;5;) (func (result i32)))
  (type (;6;) (func (param i32 i32 i32)))
  (type (;7;) (func (param i32 i64) (result i32)))
  (type (;8;) (func (param i32 i32 i32) (result i32)))
  (type (;9;) (func (param i32 i32 i64) (result i32)))
  (type (;10;) (func (param i32 i32 i32 i32 i32 i32)))
  (type (;11;) (func (param i32 i32 i32) (result i64)))
  (type (;12;) (func (param i32 i32 i32 i32)))
  (type (;13;) (func (param i32 i32 i32 i32 i32) (result i64)))
  (type (;14;) (func (param i32 i32) (result i64)))
  (import "env" "k_spin_lock" (func $k_spin_lock (;0;) (type 0) (param i32) (result i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (;1;) (type 0) (param i32) (result i32)))
  (import "env" "arch_thread_return_value_set" (func $arch_thread_return_value_set (;2;) (type 1) (param i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (;3;) (type 2) (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (;4;) (type 3) (param i32 i32) (result i32)))
  (import "env" "k_spin_unlock" (func $k_spin_unlock (;5;) (type 1) (param i32 i32)))
  (import "env" "z_pend_curr" (func $z_pend_curr (;6;) (type 4) (param i32 i32 i32 i64) (result i32)))
  (import "env" "gale_w_current" (func $gale_w_current (;7;) (type 5) (result i32)))
  (import "env" "z_thread_return_value_set_with_data" (func $z_thread_return_value_set_with_data (;8;) (type 6) (param i32 i32 i32)))
  (import "env" "ring_buf_size_get" (func $ring_buf_size_get (;9;) (type 0) (param i32) (result i32)))
  (import "env" "gale_w_thread_swap_data" (func $gale_w_thread_swap_data (;10;) (type 0) (param i32) (result i32)))
  (import "env" "gale_w_memcpy" (func $gale_w_memcpy (;11;) (type 6) (param i32 i32 i32)))
  (import "env" "gale_w_msgq_pend" (func $gale_w_msgq_pend (;12;) (type 4) (param i32 i32 i32 i64) (result i32)))
  (import "env" "gale_w_in_isr" (func $gale_w_in_isr (;13;) (type 5) (result i32)))
  (import "env" "k_fatal_halt" (func $k_fatal_halt (;14;) (type 2) (param i32)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 65536)
  (global (;1;) i32 i32.const 65792)
  (export "memory" (memory 0))
  (export "z_impl_k_sem_give" (func $z_impl_k_sem_give))
  (export "z_impl_k_sem_take" (func $z_impl_k_sem_take))
  (export "z_impl_k_mutex_unlock" (func $z_impl_k_mutex_unlock))
  (export "z_impl_k_stack_push" (func $z_impl_k_stack_push))
  (export "z_impl_k_pipe_read" (func $z_impl_k_pipe_read))
  (export "z_impl_k_pipe_write" (func $z_impl_k_pipe_write))
  (export "z_impl_k_msgq_put" (func $z_impl_k_msgq_put))
  (export "k_sys_fatal_error_handler" (func $k_sys_fatal_error_handler))
  (export "__heap_base" (global 1))
  (func $z_impl_k_sem_give (;15;) (type 2) (param i32)
    (local i32 i32 i64)
    i32.const 65781
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
    i32.const 65781
    local.get 1
    call $z_reschedule
    drop
  )
  (func $z_impl_k_sem_take (;16;) (type 7) (param i32 i64) (result i32)
    (local i32 i64)
    i32.const 65782
    call $k_spin_lock
    local.set 2
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          local.get 0
          i32.load offset=8
          local.get 1
          i64.eqz
          call $gale_k_sem_take_decide
          local.tee 3
          i32.wrap_i64
          i32.const 255
          i32.and
          br_table 0 (;@3;) 1 (;@2;) 2 (;@1;)
        end
        local.get 0
        local.get 3
        i64.const 32
        i64.shr_u
        i64.store32 offset=8
        i32.const 65782
        local.get 2
        call $k_spin_unlock
        i32.const 0
        return
      end
      i32.const 65782
      local.get 2
      call $k_spin_unlock
      i32.const -16
      return
    end
    i32.const 65782
    local.get 2
    local.get 0
    local.get 1
    call $z_pend_curr
  )
  (func $z_impl_k_mutex_unlock (;17;) (type 0) (param i32) (result i32)
    (local i32 i32 i32 i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 1
    global.set $__stack_pointer
    i32.const 65783
    call $k_spin_lock
    local.set 2
    call $gale_w_current
    local.set 3
    local.get 1
    i32.const 4
    i32.add
    local.get 0
    i32.load offset=12
    local.get 0
    i32.load offset=8
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
          i32.const 65783
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
        i32.store offset=12
        i32.const 65783
        local.get 2
        call $k_spin_unlock
        i32.const 0
        local.set 3
        br 1 (;@1;)
      end
      local.get 0
      local.get 0
      call $z_unpend_first_thread
      local.tee 4
      i32.store offset=8
      block ;; label = @2
        local.get 4
        i32.eqz
        br_if 0 (;@2;)
        local.get 0
        i32.const 1
        i32.store offset=12
        i32.const 0
        local.set 3
        local.get 4
        i32.const 0
        call $arch_thread_return_value_set
        local.get 4
        call $z_ready_thread
        i32.const 65783
        local.get 2
        call $z_reschedule
        drop
        br 1 (;@1;)
      end
      i32.const 0
      local.set 3
      local.get 0
      i32.const 0
      i32.store offset=12
      i32.const 65783
      local.get 2
      call $k_spin_unlock
    end
    local.get 1
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 3
  )
  (func $z_impl_k_stack_push (;18;) (type 3) (param i32 i32) (result i32)
    (local i32 i32 i32 i32)
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
    call $gale_k_stack_push_decide
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
  (func $z_impl_k_pipe_read (;19;) (type 8) (param i32 i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i64)
    local.get 0
    i32.const 36
    i32.add
    local.tee 3
    call $k_spin_lock
    local.set 4
    local.get 0
    i32.const 4
    i32.add
    call $ring_buf_size_get
    local.set 5
    local.get 0
    i32.load offset=32
    local.set 6
    local.get 0
    i32.const 48
    i32.add
    call $z_unpend_first_thread
    local.set 7
    local.get 5
    local.get 6
    local.get 0
    i32.load8_u offset=56
    local.get 2
    local.get 7
    i32.const 0
    i32.ne
    call $gale_k_pipe_read_decide
    local.tee 8
    i64.const 32
    i64.shr_u
    i32.wrap_i64
    local.set 6
    i32.const -32
    local.set 5
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              local.get 8
              i32.wrap_i64
              i32.const 255
              i32.and
              i32.const -1
              i32.add
              br_table 2 (;@3;) 0 (;@5;) 1 (;@4;) 4 (;@1;) 3 (;@2;)
            end
            local.get 3
            local.get 4
            local.get 0
            i32.const 40
            i32.add
            local.get 2
            i64.extend_i32_u
            call $z_pend_curr
            return
          end
          local.get 3
          local.get 4
          call $z_reschedule
          drop
          i32.const -125
          return
        end
        local.get 7
        local.get 6
        call $arch_thread_return_value_set
        local.get 7
        call $z_ready_thread
      end
      local.get 6
      local.set 5
    end
    local.get 3
    local.get 4
    call $z_reschedule
    drop
    local.get 5
  )
  (func $z_impl_k_pipe_write (;20;) (type 8) (param i32 i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i64)
    local.get 0
    i32.const 36
    i32.add
    local.tee 3
    call $k_spin_lock
    local.set 4
    local.get 0
    i32.const 4
    i32.add
    call $ring_buf_size_get
    local.set 5
    local.get 0
    i32.load offset=32
    local.set 6
    local.get 0
    i32.const 40
    i32.add
    call $z_unpend_first_thread
    local.set 7
    local.get 5
    local.get 6
    local.get 0
    i32.load8_u offset=56
    local.get 2
    local.get 7
    i32.const 0
    i32.ne
    call $gale_k_pipe_write_decide
    local.tee 8
    i64.const 32
    i64.shr_u
    i32.wrap_i64
    local.set 6
    i32.const -32
    local.set 5
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              local.get 8
              i32.wrap_i64
              i32.const 255
              i32.and
              i32.const -1
              i32.add
              br_table 2 (;@3;) 0 (;@5;) 1 (;@4;) 4 (;@1;) 3 (;@2;)
            end
            local.get 3
            local.get 4
            local.get 0
            i32.const 48
            i32.add
            local.get 2
            i64.extend_i32_u
            call $z_pend_curr
            return
          end
          local.get 3
          local.get 4
          call $z_reschedule
          drop
          i32.const -125
          return
        end
        local.get 7
        local.get 6
        call $arch_thread_return_value_set
        local.get 7
        call $z_ready_thread
      end
      local.get 6
      local.set 5
    end
    local.get 3
    local.get 4
    call $z_reschedule
    drop
    local.get 5
  )
  (func $z_impl_k_msgq_put (;21;) (type 9) (param i32 i32 i64) (result i32)
    (local i32 i32 i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 3
    global.set $__stack_pointer
    i32.const 65784
    call $k_spin_lock
    local.set 4
    local.get 0
    call $z_unpend_first_thread
    local.set 5
    local.get 3
    local.get 0
    i32.load offset=28
    local.get 0
    i32.load offset=16
    i32.sub
    local.get 0
    i32.load offset=8
    i32.div_u
    local.get 0
    i32.load offset=32
    local.get 0
    i32.load offset=12
    local.get 5
    i32.const 0
    i32.ne
    local.get 2
    i64.eqz
    call $gale_k_msgq_put_decide
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              block ;; label = @6
                local.get 3
                i32.load8_u offset=4
                br_table 2 (;@4;) 0 (;@6;) 1 (;@5;) 3 (;@3;)
              end
              local.get 5
              call $gale_w_thread_swap_data
              local.get 1
              local.get 0
              i32.load offset=8
              call $gale_w_memcpy
              local.get 5
              i32.const 0
              call $arch_thread_return_value_set
              local.get 5
              call $z_ready_thread
              i32.const 65784
              local.get 4
              call $z_reschedule
              drop
              br 3 (;@2;)
            end
            local.get 0
            local.get 4
            local.get 1
            local.get 2
            call $gale_w_msgq_pend
            local.set 0
            br 3 (;@1;)
          end
          local.get 0
          i32.load offset=28
          local.get 1
          local.get 0
          i32.load offset=8
          call $gale_w_memcpy
          local.get 0
          local.get 3
          i32.load offset=12
          i32.store offset=32
          local.get 0
          local.get 0
          i32.load offset=16
          local.get 0
          i32.load offset=8
          local.get 3
          i32.load offset=8
          i32.mul
          i32.add
          i32.store offset=28
        end
        i32.const 65784
        local.get 4
        call $k_spin_unlock
      end
      local.get 3
      i32.load
      local.set 0
    end
    local.get 3
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 0
  )
  (func $k_sys_fatal_error_handler (;22;) (type 1) (param i32 i32)
    block ;; label = @1
      local.get 0
      call $gale_w_in_isr
      i32.const 0
      i32.ne
      i32.const 0
      call $gale_k_fatal_decide
      i64.const 255
      i64.and
      i64.const 1
      i64.ne
      br_if 0 (;@1;)
      local.get 0
      call $k_fatal_halt
    end
  )
  (func $__rustc::rust_begin_unwind (;23;) (type 2) (param i32)
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
  (func $gale::msgq::put_decide (;24;) (type 10) (param i32 i32 i32 i32 i32 i32)
    block ;; label = @1
      local.get 2
      local.get 3
      i32.lt_u
      br_if 0 (;@1;)
      block ;; label = @2
        local.get 5
        br_if 0 (;@2;)
        local.get 0
        local.get 2
        i32.store offset=4
        local.get 0
        local.get 1
        i32.store
        local.get 0
        i32.const 2
        i32.store8 offset=8
        return
      end
      local.get 0
      local.get 2
      i32.store offset=4
      local.get 0
      local.get 1
      i32.store
      local.get 0
      i32.const 3
      i32.store8 offset=8
      return
    end
    block ;; label = @1
      block ;; label = @2
        local.get 4
        br_if 0 (;@2;)
        local.get 1
        i32.const -1
        i32.eq
        br_if 1 (;@1;)
        local.get 0
        i32.const 0
        i32.store8 offset=8
        local.get 0
        local.get 2
        i32.const 1
        i32.add
        i32.store offset=4
        local.get 0
        local.get 1
        i32.const 1
        i32.add
        local.tee 2
        i32.const 0
        local.get 2
        local.get 3
        i32.lt_u
        select
        i32.store
        return
      end
      local.get 0
      local.get 2
      i32.store offset=4
      local.get 0
      local.get 1
      i32.store
      local.get 0
      i32.const 1
      i32.store8 offset=8
      return
    end
    i32.const 65628
    call $core::panicking::panic_const::panic_const_add_overflow
    unreachable
  )
  (func $gale::pipe::read_decide (;25;) (type 10) (param i32 i32 i32 i32 i32 i32)
    block ;; label = @1
      local.get 3
      i32.const 2
      i32.and
      br_if 0 (;@1;)
      block ;; label = @2
        block ;; label = @3
          local.get 1
          local.get 2
          i32.lt_u
          br_if 0 (;@3;)
          local.get 5
          br_if 1 (;@2;)
        end
        block ;; label = @3
          local.get 1
          br_if 0 (;@3;)
          block ;; label = @4
            local.get 3
            i32.const 1
            i32.and
            br_if 0 (;@4;)
            local.get 0
            i32.const 0
            i32.store offset=8
            local.get 0
            i64.const 4294967264
            i64.store align=4
            local.get 0
            i32.const 3
            i32.store8 offset=12
            return
          end
          local.get 0
          i32.const 0
          i32.store offset=8
          local.get 0
          i64.const 0
          i64.store align=4
          local.get 0
          i32.const 2
          i32.store8 offset=12
          return
        end
        local.get 0
        i32.const 0
        i32.store
        local.get 0
        i32.const 0
        i32.store8 offset=12
        local.get 0
        local.get 4
        local.get 1
        local.get 4
        local.get 1
        i32.lt_u
        select
        local.tee 3
        i32.store offset=4
        local.get 0
        local.get 1
        local.get 3
        i32.sub
        i32.store offset=8
        return
      end
      local.get 0
      i32.const 0
      i32.store
      local.get 0
      i32.const 1
      i32.store8 offset=12
      local.get 0
      local.get 4
      local.get 1
      local.get 4
      local.get 1
      i32.lt_u
      select
      local.tee 3
      i32.store offset=4
      local.get 0
      local.get 1
      local.get 3
      i32.sub
      i32.store offset=8
      return
    end
    local.get 0
    local.get 1
    i32.store offset=8
    local.get 0
    i64.const 4294967156
    i64.store align=4
    local.get 0
    i32.const 3
    i32.store8 offset=12
  )
  (func $gale::pipe::write_decide (;26;) (type 10) (param i32 i32 i32 i32 i32 i32)
    (local i32 i32)
    i32.const 0
    local.set 6
    i32.const 3
    local.set 7
    block ;; label = @1
      block ;; label = @2
        local.get 3
        i32.const 2
        i32.and
        i32.eqz
        br_if 0 (;@2;)
        i32.const -140
        local.set 3
        br 1 (;@1;)
      end
      block ;; label = @2
        local.get 3
        i32.const 1
        i32.and
        br_if 0 (;@2;)
        i32.const -32
        local.set 3
        br 1 (;@1;)
      end
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 1
            br_if 0 (;@4;)
            local.get 5
            br_if 1 (;@3;)
          end
          local.get 2
          local.get 1
          i32.gt_u
          br_if 1 (;@2;)
          i32.const 0
          local.set 3
          i32.const 2
          local.set 7
          i32.const 0
          local.set 6
          br 2 (;@1;)
        end
        i32.const 0
        local.set 3
        local.get 4
        local.get 2
        local.get 4
        local.get 2
        i32.lt_u
        select
        i32.const 0
        local.get 4
        select
        i32.const 0
        local.get 2
        select
        local.set 6
        i32.const 1
        local.set 7
        i32.const 0
        local.set 1
        br 1 (;@1;)
      end
      i32.const 0
      local.set 7
      i32.const 0
      local.set 3
      local.get 4
      local.get 2
      local.get 1
      i32.sub
      local.tee 6
      local.get 4
      local.get 6
      i32.lt_u
      select
      local.tee 6
      local.get 1
      i32.add
      local.tee 1
      local.get 6
      i32.ge_u
      br_if 0 (;@1;)
      i32.const 65644
      call $core::panicking::panic_const::panic_const_add_overflow
      unreachable
    end
    local.get 0
    local.get 1
    i32.store offset=8
    local.get 0
    local.get 6
    i32.store offset=4
    local.get 0
    local.get 3
    i32.store
    local.get 0
    local.get 7
    i32.store8 offset=12
  )
  (func $gale_k_fatal_decide (;27;) (type 11) (param i32 i32 i32) (result i64)
    (local i32 i64 i64)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 3
    global.set $__stack_pointer
    local.get 3
    i32.const 8
    i32.add
    local.get 0
    local.get 1
    i32.const 0
    i32.ne
    local.get 2
    i32.const 0
    i32.ne
    call $gale::fatal::classify_decide
    local.get 3
    i64.load32_u offset=12
    local.set 4
    local.get 3
    i32.load8_u offset=8
    local.set 2
    local.get 3
    i64.load8_u offset=9
    local.set 5
    local.get 3
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 4
    i64.const 32
    i64.shl
    i64.const 1
    i64.or
    local.get 5
    local.get 2
    select
  )
  (func $gale_k_msgq_put_decide (;28;) (type 10) (param i32 i32 i32 i32 i32 i32)
    (local i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 6
    global.set $__stack_pointer
    local.get 6
    i32.const 4
    i32.add
    local.get 1
    local.get 2
    local.get 3
    local.get 4
    i32.const 0
    i32.ne
    local.get 5
    i32.const 0
    i32.ne
    call $gale::msgq::put_decide
    local.get 0
    local.get 6
    i64.load offset=4 align=4
    i64.store offset=8 align=4
    local.get 0
    local.get 6
    i32.load8_u offset=12
    local.tee 5
    i32.store8 offset=4
    local.get 0
    local.get 5
    i32.const 2
    i32.shl
    i32.load offset=65692
    i32.store
    local.get 6
    i32.const 16
    i32.add
    global.set $__stack_pointer
  )
  (func $gale_k_mutex_unlock_decide (;29;) (type 12) (param i32 i32 i32 i32)
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
        local.set 4
        i32.const 0
        local.set 5
        br 1 (;@1;)
      end
      i32.const 65660
      call $core::panicking::panic_const::panic_const_sub_overflow
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
  (func $gale_k_pipe_read_decide (;30;) (type 13) (param i32 i32 i32 i32 i32) (result i64)
    (local i32 i32 i64)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 5
    global.set $__stack_pointer
    i32.const 0
    local.set 6
    local.get 5
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    local.get 4
    i32.const 0
    i32.ne
    call $gale::pipe::read_decide
    i64.const 2
    local.set 7
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 5
            i32.load8_u offset=12
            br_table 0 (;@4;) 1 (;@3;) 3 (;@1;) 2 (;@2;) 0 (;@4;)
          end
          i64.const 0
          local.set 7
          local.get 5
          i32.load offset=4
          local.set 6
          br 2 (;@1;)
        end
        i64.const 1
        local.set 7
        local.get 5
        i32.load offset=4
        local.set 6
        br 1 (;@1;)
      end
      i64.const 4
      i64.const 3
      local.get 5
      i32.load
      i32.const -32
      i32.eq
      select
      local.set 7
    end
    local.get 5
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 6
    i64.extend_i32_u
    i64.const 32
    i64.shl
    local.get 7
    i64.or
  )
  (func $gale_k_pipe_write_decide (;31;) (type 13) (param i32 i32 i32 i32 i32) (result i64)
    (local i32 i32 i64)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 5
    global.set $__stack_pointer
    i32.const 0
    local.set 6
    local.get 5
    local.get 0
    local.get 1
    local.get 2
    local.get 3
    local.get 4
    i32.const 0
    i32.ne
    call $gale::pipe::write_decide
    i64.const 2
    local.set 7
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            local.get 5
            i32.load8_u offset=12
            br_table 0 (;@4;) 1 (;@3;) 3 (;@1;) 2 (;@2;) 0 (;@4;)
          end
          i64.const 0
          local.set 7
          local.get 5
          i32.load offset=4
          local.set 6
          br 2 (;@1;)
        end
        i64.const 1
        local.set 7
        local.get 5
        i32.load offset=4
        local.set 6
        br 1 (;@1;)
      end
      i64.const 4
      i64.const 3
      local.get 5
      i32.load
      i32.const -32
      i32.eq
      select
      local.set 7
    end
    local.get 5
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 6
    i64.extend_i32_u
    i64.const 32
    i64.shl
    local.get 7
    i64.or
  )
  (func $gale_k_sem_give_decide (;32;) (type 11) (param i32 i32 i32) (result i64)
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
        i32.const 65676
        call $core::panicking::panic_const::panic_const_add_overflow
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
  (func $gale_k_sem_take_decide (;33;) (type 14) (param i32 i32) (result i64)
    local.get 0
    i32.const -1
    i32.add
    i64.extend_i32_u
    i64.const 32
    i64.shl
    i64.const 1
    i64.const 2
    local.get 1
    select
    local.get 0
    select
  )
  (func $gale_k_stack_push_decide (;34;) (type 12) (param i32 i32 i32 i32)
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
    i32.load offset=65708
    i32.store
  )
  (func $gale::fatal::classify_decide (;35;) (type 12) (param i32 i32 i32 i32)
    block ;; label = @1
      block ;; label = @2
        local.get 1
        i32.const 4
        i32.gt_u
        br_if 0 (;@2;)
        block ;; label = @3
          block ;; label = @4
            local.get 1
            i32.const 4
            i32.ne
            br_if 0 (;@4;)
            i32.const 1
            local.set 1
            br 1 (;@3;)
          end
          block ;; label = @4
            local.get 3
            br_if 0 (;@4;)
            local.get 1
            i32.const 2
            i32.ne
            local.get 2
            i32.and
            local.set 1
            br 1 (;@3;)
          end
          block ;; label = @4
            local.get 2
            br_if 0 (;@4;)
            i32.const 0
            local.set 1
            br 1 (;@3;)
          end
          i32.const 0
          i32.const 2
          local.get 1
          i32.const 2
          i32.eq
          select
          local.set 1
        end
        local.get 0
        local.get 1
        i32.store8 offset=1
        i32.const 0
        local.set 1
        br 1 (;@1;)
      end
      local.get 0
      i32.const -22
      i32.store offset=4
      i32.const 1
      local.set 1
    end
    local.get 0
    local.get 1
    i32.store8
  )
  (func $core::panicking::panic_const::panic_const_add_overflow (;36;) (type 2) (param i32)
    i32.const 65720
    i32.const 57
    local.get 0
    call $core::panicking::panic_fmt
    unreachable
  )
  (func $core::panicking::panic_fmt (;37;) (type 6) (param i32 i32 i32)
    (local i32)
    global.get $__stack_pointer
    i32.const 32
    i32.sub
    local.tee 3
    global.set $__stack_pointer
    local.get 3
    local.get 1
    i32.store offset=16
    local.get 3
    local.get 0
    i32.store offset=12
    local.get 3
    i32.const 1
    i32.store16 offset=28
    local.get 3
    local.get 2
    i32.store offset=24
    local.get 3
    local.get 3
    i32.const 12
    i32.add
    i32.store offset=20
    local.get 3
    i32.const 20
    i32.add
    call $__rustc::rust_begin_unwind
    unreachable
  )
  (func $core::panicking::panic_const::panic_const_sub_overflow (;38;) (type 2) (param i32)
    i32.const 65748
    i32.const 67
    local.get 0
    call $core::panicking::panic_fmt
    unreachable
  )
  (data $.rodata (;0;) (i32.const 65536) "/tmp/corpus/rust/gale/plain/src/msgq.rs\00/tmp/corpus/rust/gale/plain/src/pipe.rs\00src/lib.rs\00\00\00\00\01\00'\00\00\00c\01\00\00\1b\00\00\00(\00\01\00'\00\00\00\1c\01\00\00\0e\00\00\00P\00\01\00\0a\00\00\00\ee\02\00\00\1d\00\00\00P\00\01\00\0a\00\00\00\a3\01\00\00\1d\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\dd\ff\ff\ff\00\00\00\00\00\00\00\00\f4\ff\ff\ffattempt to add with overflowattempt to subtract with overflow")
  (@producers
    (processed-by "Debian clang" "22.1.8 (1~deb12u1)")
    (processed-by "rustc" "1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)")
  )
)

