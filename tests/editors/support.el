;;; support.el --- What the checks in Emacs share -*- lexical-binding: t; -*-

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

(provide 'support)
;;; support.el ends here
