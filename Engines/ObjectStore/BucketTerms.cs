using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>What a bucket's owner may set.</summary>
/// <param name="Versioning">Whether versions are kept.</param>
/// <param name="Ownership">Whether access lists count; null where the setting was taken away: they do.</param>
/// <param name="Acl">The bucket's own list, complete.</param>
/// <param name="PublicAccess">What is forbidden in any case; null when nothing was set.</param>
/// <param name="PolicyJson">The policy; null for none.</param>
/// <param name="CorsXml">The CORS rules; null for none.</param>
/// <param name="Tags">The tags.</param>
public sealed record BucketTerms(
    VersioningSetting Versioning,
    OwnershipSetting? Ownership,
    ImmutableArray<AclEntry> Acl,
    PublicAccessSetting? PublicAccess,
    string? PolicyJson,
    string? CorsXml,
    ImmutableArray<NamedValue> Tags)
{
    [JsonIgnore]
    public bool HasLists => Ownership != OwnershipSetting.BucketOwnerEnforced;
}

/// <summary>A change of one setting. The names are stored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(Versioning), "versioning")]
[JsonDerivedType(typeof(Ownership), "ownership")]
[JsonDerivedType(typeof(Grants), "grants")]
[JsonDerivedType(typeof(PublicAccess), "public-access")]
[JsonDerivedType(typeof(Policy), "policy")]
[JsonDerivedType(typeof(Cors), "cors")]
[JsonDerivedType(typeof(Tagging), "tagging")]
public abstract record TermsChange
{
    private TermsChange()
    {
    }

    /// <summary>The action that whoever makes the change needs.</summary>
    [JsonIgnore]
    public string Action => this switch
    {
        Versioning => "PutBucketVersioning",
        Ownership => "PutBucketOwnershipControls",
        Grants => "PutBucketAcl",
        PublicAccess => "PutBucketPublicAccessBlock",
        Policy { Json: null } => "DeleteBucketPolicy",
        Policy => "PutBucketPolicy",
        Cors => "PutBucketCORS",
        Tagging => "PutBucketTagging",
        _ => throw new InvalidOperationException($"There is no change {GetType().Name}."),
    };

    /// <summary>The terms after the change.</summary>
    public BucketTerms In(BucketTerms terms) => this switch
    {
        Versioning change => terms with { Versioning = change.Setting },
        Ownership change => terms with { Ownership = change.Setting },
        Grants change => terms with { Acl = change.Entries },
        PublicAccess change => terms with { PublicAccess = change.Setting },
        Policy change => terms with { PolicyJson = change.Json },
        Cors change => terms with { CorsXml = change.Xml },
        Tagging change => terms with { Tags = change.Tags },
        _ => throw new InvalidOperationException($"There is no change {GetType().Name}."),
    };

    public sealed record Versioning(VersioningSetting Setting) : TermsChange;

    public sealed record Ownership(OwnershipSetting? Setting) : TermsChange;

    public sealed record Grants(ImmutableArray<AclEntry> Entries) : TermsChange;

    public sealed record PublicAccess(PublicAccessSetting? Setting) : TermsChange;

    public sealed record Policy(string? Json) : TermsChange;

    public sealed record Cors(string? Xml) : TermsChange;

    public sealed record Tagging(ImmutableArray<NamedValue> Tags) : TermsChange;
}
