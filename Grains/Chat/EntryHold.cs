namespace OrleansLld.Chat;

/// <summary>An old entry that some are about to change or answer: in memory as it stands, until the last of them has done.</summary>
/// <param name="reading">Reads it from the store.</param>
/// <param name="end">Called when nobody needs it any more.</param>
internal sealed class EntryHold(Task<ChatEntry?> reading, Action end) : IDisposable
{
    private int _users;
    private bool _isRead;

    /// <summary>Null while it is read, and when there is none.</summary>
    public ChatEntry? Entry { get; set; }

    public async Task Enter(CancellationToken cancellationToken)
    {
        _users++;
        try
        {
            var read = await reading.WaitAsync(cancellationToken);
            if (!_isRead)
                (Entry, _isRead) = (read, true);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (--_users == 0)
            end();
    }
}
