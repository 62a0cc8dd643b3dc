namespace OrleansLld.Accounts;

/// <summary>Who may see the operators' pages; of the section <c>Accounts</c>.</summary>
internal sealed class AdministratorOptions
{
    /// <summary>The demonstration account, an administrator where <c>Demo</c> is on. Nobody can register it over HTTP, on or off.</summary>
    public const string DemoHandle = "demo";

    /// <summary>Handles of administrators. Default: none.</summary>
    public string[] Administrators { get; set; } = [];

    /// <summary>Whether <see cref="DemoHandle"/> is an administrator; set from the switch <c>--Demo</c>. Default false.</summary>
    public bool Demo { get; set; }

    public bool Includes(string handle) =>
        (Demo && IsReserved(handle)) || Administrators.Contains(handle, StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(string handle) => handle.Equals(DemoHandle, StringComparison.OrdinalIgnoreCase);
}
