namespace OrleansLld.Chat;

/// <summary>A connection over which one asks for an echo, and says something to everybody.</summary>
internal interface IEchoLine : IAsyncDisposable
{
    /// <summary>There and back.</summary>
    Task Echo();

    /// <summary>Says something that every connection hears.</summary>
    Task Say();
}
