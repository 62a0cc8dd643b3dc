namespace OrleansLld.Storage.Volatile;

/// <summary>What a test can let fail, each kind on its own.</summary>
public enum StoreOperation
{
    Open,
    Commit,
    Get,
    Scan,
    WriteBlob,
    ReadBlob,
    DeleteBlob,
}
