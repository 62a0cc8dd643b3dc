using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>An upload that takes small parts, and whose every event goes through its stored form.</summary>
internal sealed class UploadFixture
{
    public const int PartBytesMin = 4;
    public const int ObjectBytesMax = 100;
    public const int NotesMax = 8;
    public const int UselessMax = 3;

    public static readonly CompletionTerms NoCondition = new(false, null, null, null, 0);

    private readonly UploadLimits _limits;
    private readonly UploadChecksum? _checksum;
    private long _us;

    public UploadFixture(UploadChecksum? checksum = null, int objectBytesMax = ObjectBytesMax)
    {
        _limits = new UploadLimits(PartBytesMin, objectBytesMax, NotesMax, UselessMax);
        _checksum = checksum;
        Upload = new Upload(_limits);
    }

    public Upload Upload { get; }

    public List<string> Events { get; } = [];

    /// <summary>The upload as it stands after its events are read back.</summary>
    public string Replayed => Text(Events.Aggregate(new Upload(_limits), (upload, text) =>
    {
        upload.Apply(JsonSerializer.Deserialize(text, UploadJson.Default.UploadEvent)!);
        return upload;
    }));

    public string Restored
    {
        get
        {
            var upload = new Upload(_limits);
            upload.Restore(JsonSerializer.Deserialize(Text(Upload), UploadJson.Default.UploadSnapshot)!);
            return Text(upload);
        }
    }

    public static string Text(Upload upload) => JsonSerializer.Serialize(upload.Snapshot(), UploadJson.Default.UploadSnapshot);

    public UploadFixture Begun()
    {
        Do(Upload.Begin(new byte[] { 1, 2, 3 }, _checksum)).ShouldBe(UploadFault.None);
        return this;
    }

    public UploadFault Note(string blob) => Do(Upload.Note(blob, ++_us));

    public UploadFault Add(int number, string blob, string content) => Do(Upload.Add(Part(number, blob, content)));

    /// <summary>Notes and adds a part whose blob is named after its content.</summary>
    public UploadFixture With(int number, string content)
    {
        Note($"blob-{content}").ShouldBe(UploadFault.None);
        Add(number, $"blob-{content}", content).ShouldBe(UploadFault.None);
        return this;
    }

    public UploadFault Complete(params PartClaim[] parts) => Complete(new CompletionClaim(parts, null, null));

    public UploadFault Complete(CompletionClaim claim) => Do(Upload.Complete(claim, NoCondition));

    public UploadFixture Completed()
    {
        Tell(new UploadEvent.Completed("v1", 7, ++_us));
        return this;
    }

    public UploadFixture Aborted()
    {
        Do(Upload.Abort()).ShouldBe(UploadFault.None);
        Tell(new UploadEvent.Aborted(++_us));
        return this;
    }

    public void Tell(UploadEvent happened)
    {
        Events.Add(JsonSerializer.Serialize(happened, UploadJson.Default.UploadEvent));
        Upload.Apply(happened);
        Upload.Check();
    }

    public UploadFault Do(UploadRuling ruling)
    {
        if (ruling.Event is not null)
            Tell(ruling.Event);
        return ruling.Fault;
    }

    /// <summary>The part of that content as the client that sent it names it.</summary>
    public PartClaim Claim(int number, string content, bool withChecksum = true) =>
        new(number, Md5(content), withChecksum ? ChecksumOf(content) : "");

    public UploadedPart Part(int number, string blob, string content) =>
        new(number, blob, content.Length, Md5(content), ChecksumOf(content), ++_us);

    public string ChecksumOf(string content)
    {
        if (_checksum is null)
            return "";
        using var sum = new Checksum(_checksum.Kind);
        sum.Append(Encoding.ASCII.GetBytes(content));
        return Convert.ToBase64String(sum.Finish());
    }

#pragma warning disable CA5351 // The ETag is no defence.
    private static string Md5(string content) => Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(content)));
#pragma warning restore CA5351
}
