using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>No table of the records is forgotten when an office moves.</summary>
public sealed class MovedTablesTests
{
    [Fact]
    public async Task Every_table_of_the_records_moves_or_says_why_it_stays_and_is_frozen_with_its_office()
    {
        await using var town = await Town.Found();
        var tables = await town.Scalar<string[]>("select array_agg(relname::text) from pg_class where relnamespace = 'records'::regnamespace and relkind in ('r', 'p')");
        var moved = MovedTables.All.Select(t => t.Name).Distinct().ToList();
        Assert.Empty(moved.Intersect(MovedTables.Left.Keys));
        Assert.Equal(tables!.Order(StringComparer.Ordinal), moved.Concat(MovedTables.Left.Keys).Order(StringComparer.Ordinal));

        // What follows the records by itself may follow them to the end.
        string[] derived = ["office_move", "office_move_entity", "work_count", "month_count", "traffic_count", "register_count", "finding", "finding_word", "party_pending", "party_of_document", "party_word", "party_entry", "sorting_count"];
        var frozen = await town.Scalar<string[]>("select array_agg(c.relname::text) from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'a_keep_moved' and c.relnamespace = 'records'::regnamespace");
        Assert.Equal(tables!.Except(derived).Order(StringComparer.Ordinal), frozen!.Order(StringComparer.Ordinal));
    }
}
