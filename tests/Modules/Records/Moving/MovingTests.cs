using System.Text;
using System.Xml.Linq;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.MovingTowns;

namespace Virtuos.Modules.Tests.Records;

/// <summary>A whole office between two installations with databases, keys and ids of their own.</summary>
public sealed class MovingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D13", Part = "an office leaves with all its records by ermsExportPrenos, tested round trip"), Contract("J05", Part = "split by originator; export, import, identical set of entities and hashes")]
    [Requirement("ermsExportPrenos/Davka"), Requirement("ermsExportPrenos/Export")]
    public async Task A_lived_office_arrives_as_it_left_and_leaves_again_the_same()
    {
        await using var towns = await MovingTowns.Found(lived: true);
        var (here, there) = (towns.Here, towns.There);
        Assert.NotEqual(await Office(here), await Office(there));
        var batch = await towns.Export(here, "a.zip");
        Valid(await Documents(batch));

        var arrived = await Import(there, batch);
        Assert.True(arrived.Succeeded, Why(arrived));
        Valid(new Dictionary<string, XDocument> { ["receipt"] = XDocument.Parse(arrived.Value.Receipt) });
        var compared = await Run<CompareOffice, CompareOfficeInput, OfficeComparison>(there, new(batch));
        Assert.True(compared.Succeeded, Why(compared));
        Assert.Equal([], compared.Value.Differences);
        Assert.Equal((arrived.Value.Entities, 0), (compared.Value.Same, compared.Value.Logged));

        // Rows as such, past everything that moves them; ids of units and people are those of the installation.
        foreach (var sql in (string[])
        [
            "select string_agg(concat_ws('|', d.id, d.reference_number, d.state, d.number, d.deadline, d.due, d.party, d.settled_at, u.code, o.email), E'\n' order by d.id) from records.document d join directory.unit u on u.id = d.unit left join directory.official o on o.id = d.holder where u.office = (select id from directory.office where slug = 'chomutov')",
            "select string_agg(concat_ws('|', f.id, f.mark, f.state, f.plan, f.retention_mark, f.retention_years, f.trigger_year, f.discard_year, u.code), E'\n' order by f.id) from records.case_file f join directory.unit u on u.id = f.unit where u.office = (select id from directory.office where slug = 'chomutov')",
            "select string_agg(concat_ws('|', c.id, c.document, c.role, c.blob, c.size), E'\n' order by c.id) from records.component c where c.office = (select id from directory.office where slug = 'chomutov')",
            "select string_agg(concat_ws('|', h.id, h.file, h.reason, h.lifted_at), E'\n' order by h.id) from records.legal_hold h where h.office = (select id from directory.office where slug = 'chomutov')",
            "select string_agg(concat_ws('|', register, year, last), E'\n' order by register, year) from records.register_counter where office = (select id from directory.office where slug = 'chomutov')",
            "select string_agg(concat_ws('|', state, n), E'\n' order by state) from (select state, sum(n) n from records.work_count w where not held and office = (select id from directory.office where slug = 'chomutov') group by state having sum(n) <> 0) s",
        ])
            Assert.Equal(await here.Scalar<string>(sql), await there.Scalar<string>(sql));

        await towns.Export(there, "b.zip");
        Assert.Equal(await Said(here), await Said(there));
        Assert.Equal((await Documents(batch)).Keys.Order(StringComparer.Ordinal), (await Documents(towns.Path("b.zip"))).Keys.Order(StringComparer.Ordinal));
        // Nothing of other offices went with it.
        Assert.Equal(0L, await there.Scalar<long>("select count(*) from records.document where office <> (select id from directory.office where slug = 'chomutov')"));
    }
}
