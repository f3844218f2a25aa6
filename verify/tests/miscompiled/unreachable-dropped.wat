;; An explicit trap is dropped.
;; run: 1
(module
  (func (export "run") (param i32)
    (if (local.get 0) (then (unreachable)))))
(module
  (func (export "run") (param i32)))
