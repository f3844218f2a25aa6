;; A chain, and functions that call each other, go; what an export or the start function reaches stays.
(module
  (func $chain_1 (call $chain_2))
  (func $chain_2 (call $live))
  (func $live (call $live_2))
  (func $ping (call $pong))
  (func $live_2)
  (func $pong (call $ping))
  (func $started (return_call $live))
  (func (export "exported") (call $live))
  (start $started))
