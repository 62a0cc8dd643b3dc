namespace OrleansLld.Storage;

/// <summary>Where rows and blobs are kept; configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Which provider keeps them. Default <see cref="StorageProvider.RocksDb"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.RocksDb;
}

public enum StorageProvider
{
    /// <summary>Rows in a RocksDB database and blobs in files, both in the data directory.</summary>
    RocksDb,

    /// <summary>Rows in a table and blobs in a container of an Azure storage account, or of Azurite.</summary>
    Azure,

    /// <summary>Rows and blobs in memory, gone with the process. For tests.</summary>
    Volatile,
}
