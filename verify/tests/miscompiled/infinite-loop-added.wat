;; A loop without effects appears.
;; run: 1
(module
  (func (export "run") (param i32)))
(module
  (func (export "run") (param i32)
    (loop $l (br_if $l (local.get 0)))))
