namespace OrleansLld.ObjectStore;

/// <summary>What S3 has and this server has not: it answers as S3 does where nothing is configured, and takes no configuration.</summary>
internal static class UnconfiguredEndpoints
{
    public static Task Lifecycle(ObjectStoreCall call) => Refuse(call, S3Error.NoSuchLifecycleConfiguration);

    public static Task Encryption(ObjectStoreCall call) => Refuse(call, S3Error.ServerSideEncryptionConfigurationNotFoundError);

    public static Task Website(ObjectStoreCall call) => Refuse(call, S3Error.NoSuchWebsiteConfiguration);

    public static Task Replication(ObjectStoreCall call) => Refuse(call, S3Error.ReplicationConfigurationNotFoundError);

    public static Task ObjectLock(ObjectStoreCall call) => Refuse(call, S3Error.ObjectLockConfigurationNotFoundError);

    public static Task NotImplemented(ObjectStoreCall call) => Refuse(call, S3Error.NotImplemented);

    public static Task Notification(ObjectStoreCall call)
    {
        call.Xml.Document("NotificationConfiguration"u8).End("NotificationConfiguration"u8);
        return call.SendXml();
    }

    public static Task Logging(ObjectStoreCall call)
    {
        call.Xml.Document("BucketLoggingStatus"u8).End("BucketLoggingStatus"u8);
        return call.SendXml();
    }

    public static Task Accelerate(ObjectStoreCall call)
    {
        call.Xml.Document("AccelerateConfiguration"u8).End("AccelerateConfiguration"u8);
        return call.SendXml();
    }

    public static Task RequestPayment(ObjectStoreCall call)
    {
        call.Xml.Document("RequestPaymentConfiguration"u8).Element("Payer"u8, "BucketOwner"u8).End("RequestPaymentConfiguration"u8);
        return call.SendXml();
    }

    /// <summary>Removes what was never there.</summary>
    public static Task Nothing(ObjectStoreCall call) => call.SendNothing(StatusCodes.Status204NoContent);

    private static Task Refuse(ObjectStoreCall call, S3Error error)
    {
        call.Refuse(error);
        return Task.CompletedTask;
    }
}
