using Virtuos.Kernel.Calendar;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Outbox;
using Virtuos.Records.Demo;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class KeepingDemoTests
{
    [Fact]
    public async Task A_quarter_of_the_demo_leaves_a_plan_a_type_file_a_held_file_and_a_closed_one_with_its_year()
    {
        await using var town = await Town.Found();
        var (papers, decisions, keeping) = (new RecordsDemo(), new DecisionsDemo(), new KeepingDemo());
        var day = new DateOnly(2026, 3, 9);
        for (var i = 0; i < 16; i++, day = i == 11 ? day.AddDays(63) : WorkingDays.Next(day))
        {
            town.Clock.Set(Prague.Start(day).AddHours(9));
            await papers.Live(town.Services, day, TestContext.Current.CancellationToken);
            await decisions.Live(town.Services, day, TestContext.Current.CancellationToken);
            await keeping.Live(town.Services, day, TestContext.Current.CancellationToken);
            await town.Services.GetRequiredService<Dispatcher>().Drain(TestContext.Current.CancellationToken);
        }
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.file_plan where valid_from is not null"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.type_file"));
        Assert.Equal(3L, await town.Scalar<long>("select count(*) from records.file_volume where closed_at is null"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.cross_reference"));
        Assert.True(await town.Scalar<long>("select count(*) from records.case_file where discard_year is not null") > 0);
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.legal_hold where lifted_at is null"));
        Assert.True(await town.Scalar<long>("select count(*) from records.storing where taken_at is null") > 0);
    }
}
