namespace OrleansLld.Storage;

public sealed class RowBatchTests
{
    private static readonly byte[] Largest = new byte[RowBatch.ValueBytesMax];

    [Fact]
    public void Value_beyond_the_limit_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RowBatch().Put(new RowKey("a"), new byte[RowBatch.ValueBytesMax + 1]));

    [Fact]
    public void Rows_beyond_the_limit_are_refused_and_the_batch_is_as_before()
    {
        var batch = new RowBatch();
        for (var i = 0; i < RowBatch.RowsMax; i++)
            batch.Delete(new RowKey($"{i}"));

        Should.Throw<InvalidOperationException>(() => batch.Delete(new RowKey("one more")));
        batch.Put(new RowKey("0"), default);
        batch.Count.ShouldBe(RowBatch.RowsMax);
    }

    [Fact]
    public void Bytes_beyond_the_limit_are_refused_and_a_replaced_value_does_not_count()
    {
        var batch = new RowBatch();
        for (var i = 0; i < RowBatch.BytesMax / RowBatch.ValueBytesMax; i++)
            batch.Put(new RowKey($"{i}"), Largest).Put(new RowKey($"{i}"), Largest);

        batch.Bytes.ShouldBe(RowBatch.BytesMax);
        Should.Throw<InvalidOperationException>(() => batch.Put(new RowKey("one more"), "x"u8.ToArray()));
        batch.Delete(new RowKey("0")).Put(new RowKey("one more"), "x"u8.ToArray()).Bytes.ShouldBe(RowBatch.BytesMax - Largest.Length + 1);
    }
}
