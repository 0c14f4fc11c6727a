;;; eglot.el --- Works on $DOCUMENT as a person would -*- lexical-binding: t; -*-

;; With editors/emacs/asl-lint.el, which is loaded before. A check that fails ends Emacs with a status other than 0.

;;; Code:

(require 'package)
(package-initialize)
(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(defun check (what holds found)
  "Print WHAT if HOLDS is true; else print FOUND and end."
  (princ (format "%s: %s\n" (if holds "ok" "not ok") what))
  (unless holds
    (princ (format "%S\n" found))
    (kill-emacs 1)))

(defun wait-until (condition)
  "Let messages in until CONDITION returns something."
  (let ((end (+ (float-time) 10)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05)))
  (funcall condition))

(defun findings ()
  "The texts of all findings."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun go (text letter)
  "Go to a LETTER of the first occurrence of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) letter)))

(setq eglot-sync-connect 10
      eglot-autoreconnect nil
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil)
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
