;;; eglot.el --- Works on $DOCUMENT as a person would -*- lexical-binding: t; -*-

;; With editors/emacs/asl-lint.el, which is loaded before. A check that fails ends Emacs with a status other than 0.

;;; Code:

(load (expand-file-name "support" (getenv "HERE")))

(find-file (getenv "DOCUMENT"))
(check "the mode" (memq major-mode '(asl-mode asl-yaml-mode)) major-mode)
(call-interactively #'eglot)
(flymake-mode 1)
(flymake-start)

(wait-until #'findings)
(check "a finding" (and (= (length (findings)) 1) (string-match-p "Recipt" (car (findings)))) (findings))
(let ((start (flymake-diagnostic-beg (car (flymake-diagnostics)))))
  (check "its column behind a character of four bytes"
         (string-match-p "\\`\"?Recipt" (buffer-substring start (+ start 7)))
         (buffer-substring start (+ start 7))))

(go "Pass" 1)
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (check "hover over a type" (string-match-p "Pass" (format "%S" hover)) hover))

(go "Recipt" 2)
(let* ((capf (eglot-completion-at-point))
       (proposals (all-completions "" (nth 2 capf))))
  (check "completion proposes a state" (cl-some (lambda (it) (string-match-p "Receipt" it)) proposals) proposals))
(go "Recipt" 3)
(insert "e")
;; A person's pause, which there is none of in a batch.
(eglot--signal-textDocument/didChange)
(check "the finding goes" (wait-until (lambda () (null (findings)))) (findings))

(go (if (eq major-mode 'asl-mode) "Next\": \"Receipt" "Next: Receipt") 10)
(xref-find-definitions "")
(check "definition" (looking-at-p "\"?Receipt\"?:") (buffer-substring (point) (line-end-position)))

(forward-char 2)
(eglot-rename "Send it")
(let ((text (buffer-substring-no-properties (point-min) (point-max))))
  (check "rename changes the state and its use"
         (and (= (how-many "Send it" (point-min) (point-max)) 2) (not (string-match-p "Receipt" text)))
         text))
(eglot--signal-textDocument/didChange)
(accept-process-output nil 0.5)
(check "nothing is found after it" (null (findings)) (findings))

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
;;; eglot.el ends here
