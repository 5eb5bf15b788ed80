using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Host;
using Virtuos.Kernel.Database;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Entities and the migrated schema are written by hand on both sides; here they meet.</summary>
public sealed class SchemaTests : IAsyncLifetime
{
    private Town town = null!;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    private static IEnumerable<Type> Contexts => House.Modules.SelectMany(m => m.Assembly.GetTypes()).Where(t => t.IsSubclassOf(typeof(ModuleDb)) && !t.IsAbstract);

    [Fact]
    public async Task Every_entity_is_read_from_the_migrated_schema_and_agrees_on_what_may_be_missing()
    {
        await using var scope = town.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Virtuos.Kernel.Caller>().BecomeSystem("Test");
        List<string> wrong = [];
        foreach (var context in Contexts)
        {
            var db = (ModuleDb)scope.ServiceProvider.GetRequiredService(context);
            foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned() && e.GetTableName() is not null))
            {
                var read = typeof(SchemaTests).GetMethod(nameof(Read), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(entity.ClrType);
                await (Task)read.Invoke(null, [db])!;
                var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
                foreach (var property in entity.GetProperties().Where(p => !p.IsConcurrencyToken))
                {
                    var nullable = await town.Scalar<string>("select is_nullable from information_schema.columns where table_schema = $1 and table_name = $2 and column_name = $3",
                        table.Schema!, table.Name, property.GetColumnName(table)!);
                    // A column that must be filled while the property may be null would fail at some rare save; the other way round a null would be read as a value.
                    if ((nullable == "YES") != property.IsNullable) wrong.Add($"{table.Schema}.{table.Name}.{property.GetColumnName(table)}: column {(nullable == "YES" ? "may" : "must not")} be null, property {(property.IsNullable ? "may" : "must not")}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task Read<T>(ModuleDb db) where T : class => await db.Set<T>().AsNoTracking().Take(3).ToListAsync();

    [Fact]
    public async Task The_map_of_the_schema_is_fresh()
    {
        var page = new StringBuilder("# Database schema\n\n<!-- Drawn by tests/Modules; VIRTUOS_UPDATE=1 ./test modules -class \"*SchemaTests\" draws it anew. -->\n");
        var tables = await town.Scalar<string[]>("""
            select array_agg(n.nspname || '.' || c.relname || '|' || case when c.relforcerowsecurity then ' (behind the second lock)' else '' end || '|' ||
                (select string_agg('| ' || a.attname || ' | ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ', may be missing' end || ' |', E'\n' order by a.attnum)
                 from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) order by n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not like 'pg\_%' and n.nspname not in ('information_schema', 'public')
            """);
        foreach (var table in tables!)
        {
            var parts = table.Split('|', 3);
            page.Append($"\n## {parts[0]}{parts[1]}\n\n| column | type |\n|---|---|\n{parts[2]}\n");
        }
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "generated", "schema.md"));
        if (Environment.GetEnvironmentVariable("VIRTUOS_UPDATE") == "1") await File.WriteAllTextAsync(path, page.ToString(), TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path) && (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") == page.ToString(), "docs/generated/schema.md is stale.");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
