namespace OrleansLld.Exchange;

/// <summary>Alone: a collection that other tests set off takes what is left of the thread's buffer, which then counts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AllocationCollection
{
    public const string Name = "Allocations";
}

[Collection(AllocationCollection.Name)]
public sealed class OrderIndexAllocationTests
{
    [Fact]
    public void Ids_that_go_on_for_ever_need_no_more_than_the_open_ones()
    {
        var index = new OrderIndex();
        var allocated = 0L;
        for (var id = 1L; id <= 200_000; id++)
        {
            if (id == 2_000)
                allocated = GC.GetAllocatedBytesForCurrentThread();
            index.Add(id, 0);
            if (id > 1_000)
                index.Remove(id - 1_000);
        }

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(allocated);
    }
}
