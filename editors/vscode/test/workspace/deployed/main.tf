resource "aws_sfn_state_machine" "refund" {
  name     = "refund"
  type     = "EXPRESS"
  role_arn = aws_iam_role.refund.arn
  definition = templatefile("${path.module}/flows/refund.asl.json", {
    queue = aws_sqs_queue.refunds.url
  })
}
