;; A loop without effects that need not end.
;; run: 1
(module
  (func (export "run") (param i32)
    (loop $l (br_if $l (local.get 0)))))
(module
  (func (export "run") (param i32)))
