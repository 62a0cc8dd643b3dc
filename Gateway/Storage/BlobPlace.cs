using Azure.Storage.Blobs;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage;

/// <summary>Tells whether two processes keep their blobs in the same place.</summary>
public static class BlobPlace
{
    /// <summary>
    /// The place in words: an account's container, or files with a mark that is made on the first start; null where it cannot be told.
    /// </summary>
    /// <exception cref="StartRefusedException">The directory cannot be used.</exception>
    public static string? Of(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        return storage.Provider switch
        {
            StorageProvider.RocksDb => OfFiles(configuration),
            StorageProvider.Azure => OfAzure(configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new AzureOptions()),
            _ => null,
        };
    }

    /// <summary>By the account's name, as processes may reach one account by several addresses.</summary>
    private static string? OfAzure(AzureOptions options)
    {
        try
        {
            var container = new BlobContainerClient(options.ConnectionString, options.Container);
            return $"the container {container.Name} of the storage account {container.AccountName}";
        }
        catch (Exception refusal) when (refusal is ArgumentException or FormatException or InvalidOperationException)
        {
            // The validation of the options says it better.
            return null;
        }
    }

    private static string? OfFiles(IConfiguration configuration)
    {
        var options = configuration.GetSection(FileBlobOptions.Section).Get<FileBlobOptions>() ?? new FileBlobOptions();
        if (options.Disks.Count > 0)
            return $"files on the disks {string.Join(", ", options.Disks.Select(disk => disk.Name).Order(StringComparer.Ordinal))}";
        var path = options.Path.Length > 0 ? options.Path : configuration.BlobDirectory();
        try
        {
            Directory.CreateDirectory(path);
            return $"files marked {Mark(Path.Combine(path, "place"))}";
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            throw new StartRefusedException($"{FileBlobOptions.Section}:{nameof(FileBlobOptions.Path)}: {failure.Message}", failure);
        }
    }

    /// <summary>Of processes that start at once on an empty directory one makes the mark, and all read it.</summary>
    private static string Mark(string path)
    {
        if (!File.Exists(path))
        {
            var made = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(made, Guid.NewGuid().ToString("N")[..8]);
            try
            {
                File.Move(made, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(made);
            }
        }

        return File.ReadAllText(path);
    }
}
