;;; asl-lint.el --- State machines of AWS Step Functions -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.3"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Major modes for definitions in JSON and YAML, and the language server
;; `asl-lint server' for them, through Eglot or lsp-mode, whichever is there.
;;
;;   (require 'asl-lint)
;;   (add-hook 'asl-mode-hook #'eglot-ensure)
;;   (add-hook 'asl-yaml-mode-hook #'eglot-ensure)

;;; Code:

(defgroup asl-lint nil
  "State machines of AWS Step Functions."
  :group 'languages)

(defcustom asl-lint-command '("asl-lint" "server")
  "The language server and its arguments."
  :type '(repeat string))

(define-derived-mode asl-mode js-mode "ASL"
  "Major mode for definitions in JSON."
  (setq-local js-indent-level 2))

;; Emacs has no mode for YAML of its own before version 29, and there only with a grammar installed.
(define-derived-mode asl-yaml-mode prog-mode "ASL[YAML]"
  "Major mode for definitions in YAML."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+\\s-*")
  (setq-local indent-tabs-mode nil)
  (modify-syntax-entry ?# "<" asl-yaml-mode-syntax-table)
  (modify-syntax-entry ?\n ">" asl-yaml-mode-syntax-table))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.asl\\(?:\\.json[c5]?\\)?\\'" . asl-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("\\.asl\\.ya?ml\\'" . asl-yaml-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((asl-mode asl-yaml-mode) . (lambda (&rest _) asl-lint-command))))

(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(asl-mode . "asl"))
  (add-to-list 'lsp-language-id-configuration '(asl-yaml-mode . "asl-yaml"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () asl-lint-command))
                    :activation-fn (lsp-activate-on "asl" "asl-yaml")
                    :server-id 'asl-lint)))

(provide 'asl-lint)
;;; asl-lint.el ends here
