(module
  (type (;0;) (func))
  (export "exported" (func 3))
  (start $started)
  (func $live (;0;) (type 0)
    call $live_2
  )
  (func $live_2 (;1;) (type 0))
  (func $started (;2;) (type 0)
    return_call $live
  )
  (func (;3;) (type 0)
    call $live
  )
)
