using System.Security.Cryptography;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Bytes of objects in tests.</summary>
internal static class Contents
{
    /// <summary>All bytes of an answer.</summary>
    public static async Task<byte[]> Bytes(this GetObjectResponse got)
    {
        using var bytes = new MemoryStream();
        await got.ResponseStream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    /// <summary>The text of an answer.</summary>
    public static async Task<string> Text(this GetObjectResponse got)
    {
        using var reader = new StreamReader(got.ResponseStream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The MD5, which S3 tells as an entity tag.</summary>
    public static byte[] Md5(byte[] bytes)
    {
#pragma warning disable CA5351
        return MD5.HashData(bytes);
#pragma warning restore CA5351
    }

    /// <summary>The entity tag of the bytes, in quotes.</summary>
    public static string ETagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(Md5(bytes))}\"";
}
