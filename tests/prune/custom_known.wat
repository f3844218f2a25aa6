;; What holds no index stays.
(module
  (@custom "producers" "\00")
  (@custom "target_features" (after func) "\00")
  (func $dead)
  (func (export "live")))
