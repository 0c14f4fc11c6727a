//! The services of optimized integrations as people know them, and where each is described.
//!
//! Only pages that are known to exist have an address here: a link that leads nowhere is worse than none.

/// A service that has an optimized integration.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// As a `Resource` writes it.
    pub id: &'static str,
    pub name: &'static str,
    /// The page in the developer guide, without its ending; empty where none is known.
    page: &'static str,
}

const fn service(id: &'static str, name: &'static str, page: &'static str) -> Service {
    Service { id, name, page }
}

static SERVICES: [Service; 22] = [
    service("apigateway", "Amazon API Gateway", "connect-api-gateway"),
    service("athena", "Amazon Athena", "connect-athena"),
    service("batch", "AWS Batch", "connect-batch"),
    service("bedrock", "Amazon Bedrock", "connect-bedrock"),
    service("codebuild", "AWS CodeBuild", "connect-codebuild"),
    service("databrew", "AWS Glue DataBrew", "connect-databrew"),
    service("dynamodb", "Amazon DynamoDB", "connect-ddb"),
    service("ecs", "Amazon ECS", "connect-ecs"),
    service("eks", "Amazon EKS", "connect-eks"),
    service("elasticmapreduce", "Amazon EMR", "connect-emr"),
    service("emr-containers", "Amazon EMR on EKS", "connect-emr-eks"),
    service("emr-serverless", "Amazon EMR Serverless", "connect-emr-serverless"),
    service("events", "Amazon EventBridge", "connect-eventbridge"),
    service("glue", "AWS Glue", "connect-glue"),
    service("http", "an HTTPS API", "call-https-apis"),
    service("lambda", "AWS Lambda", "connect-lambda"),
    service("mediaconvert", "AWS Elemental MediaConvert", "connect-mediaconvert"),
    service("s3", "Amazon S3", ""),
    service("sagemaker", "Amazon SageMaker", "connect-sagemaker"),
    service("sns", "Amazon SNS", "connect-sns"),
    service("sqs", "Amazon SQS", "connect-sqs"),
    service("states", "AWS Step Functions", "connect-stepfunctions"),
];

/// The service of a name in a `Resource`.
pub fn find(id: &str) -> Option<&'static Service> {
    SERVICES.binary_search_by(|service| service.id.cmp(id)).ok().and_then(|index| SERVICES.get(index))
}

impl Service {
    /// The address of its page.
    pub fn url(&self) -> Option<String> {
        (!self.page.is_empty()).then(|| page(self.page))
    }
}

/// The address of a page of the developer guide.
pub fn page(name: &str) -> String {
    format!("https://docs.aws.amazon.com/step-functions/latest/dg/{name}.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services;

    #[test]
    fn the_services_are_those_of_the_table_in_order() {
        assert!(SERVICES.is_sorted_by(|one, next| one.id < next.id));
        for service in &SERVICES {
            assert!(services::optimized().service(service.id), "{}", service.id);
            assert_eq!(find(service.id), Some(service));
        }
    }
}
