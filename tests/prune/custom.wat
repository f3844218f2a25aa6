;; declined: custom section unknown may hold indices
(module
  (@custom "unknown" "\00")
  (func $dead))
