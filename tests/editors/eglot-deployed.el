;;; eglot-deployed.el --- Works on $DOCUMENT and its template $TEMPLATE -*- lexical-binding: t; -*-

;; With editors/emacs/asl-lint.el, which is loaded before, set up for templates as docs/editors.md says.

;;; Code:

(load (expand-file-name "support" (getenv "HERE")))

;; Stands for the package of this name: what matters is what it is called.
(define-derived-mode yaml-mode prog-mode "YAML")
(add-to-list 'auto-mode-alist '("template\\.yaml\\'" . yaml-mode))
(add-to-list 'eglot-server-programs '((asl-mode asl-yaml-mode yaml-mode) . ("asl-lint" "server")))

(find-file (getenv "TEMPLATE"))
(defvar template (current-buffer))
(find-file (getenv "DOCUMENT"))
(defvar definition (current-buffer))
(call-interactively #'eglot)
(flymake-mode 1)
(flymake-start)
(wait-until #'findings)
(check "a finding that only the template makes possible"
       (and (= (length (findings)) 1) (string-match-p "Express" (car (findings))))
       (findings))

(switch-to-buffer template)
(check "the server works on the template" (wait-until #'eglot-current-server) major-mode)
(go "flows/order" 3)
(xref-find-definitions "")
(check "from DefinitionUri to the file" (eq (window-buffer) definition) (window-buffer))

(switch-to-buffer definition)
(go "${Queue}" 3)
(xref-find-definitions "")
(check "from a placeholder to the template" (eq (window-buffer) template) (window-buffer))
(switch-to-buffer template)
(check "to the line of its name" (looking-at-p "Queue: https") (buffer-substring (point) (line-end-position)))

(eglot-rename "Orders")
(defun text (buffer)
  "The text of BUFFER."
  (with-current-buffer buffer (buffer-substring-no-properties (point-min) (point-max))))
(check "rename changes both files"
       (and (string-match-p "Orders: https" (text template)) (string-match-p "\"\\${Orders}\"" (text definition)))
       (list (text template) (text definition)))

(switch-to-buffer template)
(go "EXPRESS" 0)
(delete-char 7)
(insert "STANDARD")
;; A person's pause, which there is none of in a batch.
(dolist (buffer (list template definition))
  (with-current-buffer buffer (eglot--signal-textDocument/didChange)))
(switch-to-buffer definition)
(check "the finding goes with what the template says" (wait-until (lambda () (null (findings)))) (findings))

(dolist (buffer (list template definition))
  (with-current-buffer buffer (set-buffer-modified-p nil)))
(eglot-shutdown (eglot-current-server))
;;; eglot-deployed.el ends here
