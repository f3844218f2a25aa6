(module $engine_control.wasm
  (type (;0;) (func (param i32 i32 i32)))
  (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
  (memory (;0;) 2)
  (global $__stack_pointer (;0;) (mut i32) i32.const 65536)
  (global (;1;) i32 i32.const 66736)
  (export "memory" (memory 0))
  (export "control_step_packed" (func $control_step_packed))
  (export "__heap_base" (global 1))
  (func $control_step (;0;) (type 0) (param i32 i32 i32)
    (local i32 i32 i32 i32)
    i32.const 0
    local.set 3
    local.get 1
    i32.const 65536
    local.get 0
    i32.load
    i32.const 500
    i32.div_u
    local.tee 4
    i32.const 19
    local.get 4
    i32.const 19
    i32.lt_u
    select
    local.tee 4
    i32.const 20
    i32.mul
    i32.add
    local.get 0
    i32.load16_u offset=4
    i32.const 5
    i32.div_u
    local.tee 5
    i32.const 19
    local.get 5
    i32.const 19
    i32.lt_u
    select
    local.tee 5
    i32.add
    i32.load8_s
    local.get 0
    i32.load8_u offset=8
    i32.sub
    local.tee 6
    i32.const 0
    local.get 6
    i32.const 0
    i32.gt_s
    select
    i32.store16
    i32.const 65936
    local.get 4
    i32.const 40
    i32.mul
    i32.add
    local.get 5
    i32.const 1
    i32.shl
    i32.add
    i32.load16_u
    local.set 1
    block ;; label = @1
      local.get 0
      i32.load16_s offset=6
      local.tee 0
      i32.const 79
      i32.gt_s
      br_if 0 (;@1;)
      block ;; label = @2
        local.get 0
        i32.const 1
        i32.ge_s
        br_if 0 (;@2;)
        i32.const 300
        local.set 3
        br 1 (;@1;)
      end
      i32.const 80
      local.get 0
      i32.sub
      i32.const 300
      i32.mul
      i32.const 65532
      i32.and
      i32.const 80
      i32.div_u
      local.set 3
    end
    local.get 2
    local.get 3
    local.get 1
    i32.mul
    i32.const 1000
    i32.div_u
    local.get 1
    i32.add
    local.tee 0
    i32.const 65535
    local.get 0
    i32.const 65535
    i32.lt_u
    select
    i32.store16
  )
  (func $control_step_packed (;1;) (type 1) (param i32 i32 i32 i32) (result i32)
    (local i32)
    global.get $__stack_pointer
    i32.const 16
    i32.sub
    local.tee 4
    global.set $__stack_pointer
    local.get 4
    local.get 3
    i32.store8 offset=12
    local.get 4
    local.get 2
    i32.store16 offset=10
    local.get 4
    local.get 1
    i32.store16 offset=8
    local.get 4
    local.get 0
    i32.store offset=4
    local.get 4
    i32.const 4
    i32.add
    local.get 4
    i32.const 2
    i32.add
    local.get 4
    call $control_step
    local.get 4
    i32.load16_u offset=2
    local.set 3
    local.get 4
    i32.load16_u
    local.set 2
    local.get 4
    i32.const 16
    i32.add
    global.set $__stack_pointer
    local.get 2
    local.get 3
    i32.const 16
    i32.shl
    i32.or
  )
  (data $.rodata (;0;) (i32.const 65536) "\0a\0a\0a\0a\0a\0c\0c\0c\0c\0c\0e\0e\0e\0e\0e\0e\0e\0e\0e\0e\0c\0c\0c\0d\0d\0e\0e\0e\0f\0f\10\10\10\11\11\12\12\12\12\12\0f\0f\10\10\11\11\12\12\13\13\14\14\14\15\15\16\16\16\16\16\12\12\13\13\14\14\15\15\16\16\17\17\17\18\18\19\19\19\19\19\14\15\15\16\17\17\18\18\19\1a\1a\1b\1b\1c\1c\1d\1d\1d\1d\1c\16\17\18\19\1a\1a\1b\1c\1c\1d\1e\1e\1f\1f    \1f\1e\18\19\1a\1b\1c\1d\1e\1e\1f !!\22\22###\22! \1a\1b\1c\1d\1e\1f !\22\22#$$%%%$#\22!\1c\1d\1e\1f !\22#$%%&&''&%$#\22\1d\1e\1f !\22#$%&&''('&%$#\22\1e\1f !\22#$%&''((('&%$#\22\1f !\22#$%&''(((('&%$#\22 !\22#$%&''((((('&%$#\22!\22#$%&&'(((((''&%$#\22\22#$%&&''((((('&%$#\22!#$%%&''((((''&&%$#\22!$$%&&''(((''&&%$#\22! $%%&&''((''&&%$#\22! \1f$%%&&'''''&&%$#\22! \1f\1e#$%%&&&'&&%%$#\22! \1f\1e\1d\b0\04x\05@\06\08\07\d0\07\98\08`\09(\0a\f0\0a\b8\0b\80\0cH\0d\10\0e\d8\0e\a0\0fh\100\11\f8\11\c0\12\88\13~\04<\05\fa\05\b8\06v\074\08\f2\08\b0\09n\0a,\0b\ea\0b\a8\0cf\0d$\0e\e2\0e\a0\0f^\10\1c\11\da\11\98\12L\04\00\05\b4\05h\06\1c\07\d0\07\84\088\09\ec\09\a0\0aT\0b\08\0c\bc\0cp\0d$\0e\d8\0e\8c\0f@\10\f4\10\a8\11\1a\04\c4\04n\05\18\06\c2\06l\07\16\08\c0\08j\09\14\0a\be\0ah\0b\12\0c\bc\0cf\0d\10\0e\ba\0ed\0f\0e\10\b8\10\e8\03\88\04(\05\c8\05h\06\08\07\a8\07H\08\e8\08\88\09(\0a\c8\0ah\0b\08\0c\a8\0cH\0d\e8\0d\88\0e(\0f\c8\0f\b6\03L\04\e2\04x\05\0e\06\a4\06:\07\d0\07f\08\fc\08\92\09(\0a\be\0aT\0b\ea\0b\80\0c\16\0d\ac\0dB\0e\d8\0e\84\03\10\04\9c\04(\05\b4\05@\06\cc\06X\07\e4\07p\08\fc\08\88\09\14\0a\a0\0a,\0b\b8\0bD\0c\d0\0c\5c\0d\e8\0d\5c\03\de\03`\04\e2\04d\05\e6\05h\06\ea\06l\07\ee\07p\08\f2\08t\09\f6\09x\0a\fa\0a|\0b\fe\0b\80\0c\02\0d4\03\ac\03$\04\9c\04\14\05\8c\05\04\06|\06\f4\06l\07\e4\07\5c\08\d4\08L\09\c4\09<\0a\b4\0a,\0b\a4\0b\1c\0c\16\03\84\03\f2\03`\04\ce\04<\05\aa\05\18\06\86\06\f4\06b\07\d0\07>\08\ac\08\1a\09\88\09\f6\09d\0a\d2\0a@\0b\f8\02\5c\03\c0\03$\04\88\04\ec\04P\05\b4\05\18\06|\06\e0\06D\07\a8\07\0c\08p\08\d4\088\09\9c\09\00\0ad\0a\da\024\03\8e\03\e8\03B\04\9c\04\f6\04P\05\aa\05\04\06^\06\b8\06\12\07l\07\c6\07 \08z\08\d4\08.\09\88\09\bc\02\0c\03\5c\03\ac\03\fc\03L\04\9c\04\ec\04<\05\8c\05\dc\05,\06|\06\cc\06\1c\07l\07\bc\07\0c\08\5c\08\ac\08\a3\02\ee\029\03\84\03\cf\03\1a\04e\04\b0\04\fb\04F\05\91\05\dc\05'\06r\06\bd\06\08\07S\07\9e\07\e9\074\08\8a\02\d0\02\16\03\5c\03\a2\03\e8\03.\04t\04\ba\04\00\05F\05\8c\05\d2\05\18\06^\06\a4\06\ea\060\07v\07\bc\07q\02\b2\02\f3\024\03u\03\b6\03\f7\038\04y\04\ba\04\fb\04<\05}\05\be\05\ff\05@\06\81\06\c2\06\03\07D\07X\02\94\02\d0\02\0c\03H\03\84\03\c0\03\fc\038\04t\04\b0\04\ec\04(\05d\05\a0\05\dc\05\18\06T\06\90\06\cc\06D\02|\02\b4\02\ec\02$\03\5c\03\94\03\cc\03\04\04<\04t\04\ac\04\e4\04\1c\05T\05\8c\05\c4\05\fc\054\06l\060\02f\02\9c\02\d2\02\08\03>\03t\03\aa\03\e0\03\16\04L\04\82\04\b8\04\ee\04$\05Z\05\90\05\c6\05\fc\052\06\1c\02P\02\84\02\b8\02\ec\02 \03T\03\88\03\bc\03\f0\03$\04X\04\8c\04\c0\04\f4\04(\05\5c\05\90\05\c4\05\f8\05")
  (@producers
    (processed-by "Debian clang" "22.1.8 (1~deb12u1)")
  )
)

