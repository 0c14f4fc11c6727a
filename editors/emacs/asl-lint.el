;;; asl-lint.el --- Amazon States Language with eglot -*- lexical-binding: t; -*-

;;; Commentary:

;; Modes for definitions in JSON and YAML, and the server for both.  The server knows the language of a buffer by the name of
;; its mode.

;;; Code:

(require 'js)

(define-derived-mode asl-mode js-mode "ASL"
  "Major mode for definitions in the Amazon States Language, in JSON."
  (setq-local js-indent-level 2))

(define-derived-mode asl-yaml-mode text-mode "ASL/YAML"
  "Major mode for definitions in the Amazon States Language, in YAML."
  (setq-local comment-start "# ")
  (setq-local indent-tabs-mode nil))

(add-to-list 'auto-mode-alist '("\\.asl\\(?:\\.json\\)?\\'" . asl-mode))
(add-to-list 'auto-mode-alist '("\\.asl\\.ya?ml\\'" . asl-yaml-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((asl-mode asl-yaml-mode) . ("asl-lint" "server"))))

(provide 'asl-lint)

;;; asl-lint.el ends here
