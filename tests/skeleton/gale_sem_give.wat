(module $sem_give.wasm
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (type (;4;) (func (param i32 i32 i32) (result i64)))
  (type (;5;) (func (param i32 i32 i32)))
  (import "env" "k_spin_lock" (func $k_spin_lock (;0;) (type 0) (param i32) (result i32)))
  (import "env" "z_unpend_first_thread" (func $z_unpend_first_thread (;1;) (type 0) (param i32) (result i32)))
  (import "env" "arch_thread_return_value_set" (func $arch_thread_return_value_set (;2;) (type 1) (param i32 i32)))
  (import "env" "z_ready_thread" (func $z_ready_thread (;3;) (type 2) (param i32)))
  (import "env" "z_reschedule" (func $z_reschedule (;4;) (type 3) (param i32 i32) (result i32)))
  (table (;0;) 1 1 funcref)
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 65536)
  (global (;1;) i32 i32.const 65600)
  (export "memory" (memory 0))
  (export "z_impl_k_sem_give" (func $z_impl_k_sem_give))
  (export "__heap_base" (global 1))
  (func $z_impl_k_sem_give (;5;) (type 2) (param i32)
    (local i32 i32 i64)
    i32.const 65592
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
    i32.const 65592
    local.get 1
    call $z_reschedule
    drop
  )
  (func $__rustc::rust_begin_unwind (;6;) (type 2) (param i32)
    loop ;; label = @1
      br 0 (;@1;)
    end
  )
  (func $gale_k_sem_give_decide (;7;) (type 4) (param i32 i32 i32) (result i64)
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
        i32.const 65548
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
  (func $core::panicking::panic_const::panic_const_add_overflow (;8;) (type 2) (param i32)
    i32.const 65564
    i32.const 57
    local.get 0
    call $core::panicking::panic_fmt
    unreachable
  )
  (func $core::panicking::panic_fmt (;9;) (type 5) (param i32 i32 i32)
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
  (data $.rodata (;0;) (i32.const 65536) "src/lib.rs\00\00\00\00\01\00\0a\00\00\00\a3\01\00\00\1d\00\00\00attempt to add with overflow")
  (@producers
    (processed-by "Debian clang" "22.1.8 (1~deb12u1)")
    (processed-by "rustc" "1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)")
  )
)

