namespace OrleansLld.Exchange.Faults;

/// <summary>A file that tells a running product, by being there, to misbehave.</summary>
internal sealed class SwitchFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanslld-switch-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "on");

    public void On() => File.WriteAllText(Path, "");

    public void Off() => File.Delete(Path);

    public void Dispose() => _directory.Delete(recursive: true);
}
