resource "aws_sfn_state_machine" "notify" {
  name       = "notify"
  role_arn   = aws_iam_role.notify.arn
  definition = templatefile("${path.module}/notify.tftpl", { topic = aws_sns_topic.news.arn })
}
