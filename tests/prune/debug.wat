;; Offsets of code are wrong when code goes.
(module
  (@custom ".debug_info" "info")
  (func $dead)
  (func (export "live")))
