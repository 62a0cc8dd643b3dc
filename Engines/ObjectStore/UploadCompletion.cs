namespace OrleansLld.ObjectStore;

/// <summary>Checks what a client says of the object that it wants against the parts that are there.</summary>
internal readonly struct UploadCompletion(CompletionClaim claim, UploadChecksum? checksum, UploadLimits limits)
{
    /// <summary>The first thing that is wrong, in the order of <see cref="UploadFault"/>.</summary>
    public UploadFault Check(IReadOnlyDictionary<int, UploadedPart> parts)
    {
        if (claim.Parts.Count == 0)
            return UploadFault.NoParts;
        for (var i = 1; i < claim.Parts.Count; i++)
        {
            if (claim.Parts[i].Number <= claim.Parts[i - 1].Number)
                return UploadFault.InvalidPartOrder;
        }

        var chosen = new List<UploadedPart>(claim.Parts.Count);
        foreach (var named in claim.Parts)
        {
            if (!parts.TryGetValue(named.Number, out var part) || !Fits(named, part, checksum))
                return UploadFault.InvalidPart;
            chosen.Add(part);
        }

        for (var i = 0; i < chosen.Count - 1; i++)
        {
            if (chosen[i].Bytes < limits.PartBytesMin)
                return UploadFault.EntityTooSmall;
        }

        return CheckWhole(UploadedObject.Of([.. chosen], checksum));
    }

    /// <summary>Whether a part is what the client named; a checksum that the upload does not have is not looked at.</summary>
    public static bool Fits(PartClaim named, UploadedPart part, UploadChecksum? checksum) =>
        named.ETag.Equals(part.ETag, StringComparison.OrdinalIgnoreCase)
        && (checksum is null || named.Checksum.Length == 0 || named.Checksum == part.Checksum);

    private UploadFault CheckWhole(UploadedObject whole)
    {
        if (whole.Bytes > limits.ObjectBytesMax)
            return UploadFault.EntityTooLarge;
        if (claim.Bytes is { } bytes && bytes != whole.Bytes)
            return UploadFault.WrongSize;
        if (checksum is null)
            return UploadFault.None;
        if (claim.Checksum is { } said && !said.Fits(checksum, whole.Checksum!))
            return UploadFault.BadChecksum;
        return checksum.IsComposite && claim.Parts.Any(part => part.Checksum.Length == 0)
            ? UploadFault.MissingPartChecksum
            : UploadFault.None;
    }
}
