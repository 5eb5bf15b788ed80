using System.Buffers;
using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace Virtuos.Kernel.Seeding;

/// <summary>How rows of one entity are written in bulk, by the mapping of its own context.</summary>
public sealed class SeedSheet
{
    private readonly List<Column> columns = [];

    private sealed record Column(byte[] Name, Func<object, object?> Read, Func<object?, object?>? Convert, NpgsqlDbType Type);

    private SeedSheet(IEntityType entity)
    {
        Table = $"{entity.GetSchema()}.{entity.GetTableName()}";
        Kind = entity.ClrType.Name;
        List<string> names = [];
        foreach (var property in entity.GetProperties().Where(p => !p.IsConcurrencyToken && !p.IsShadowProperty() && p.ValueGenerated != ValueGenerated.OnAddOrUpdate))
        {
            names.Add(property.GetColumnName());
            columns.Add(new([.. Encoding.UTF8.GetBytes(property.Name), 0], Getter(property), property.GetTypeMapping().Converter?.ConvertToProvider, TypeOf(property.GetColumnType())));
        }
        Names = string.Join(", ", names);
    }

    public string Table { get; }

    public string Kind { get; }

    /// <summary>The columns as a list for SQL.</summary>
    public string Names { get; }

    public static SeedSheet Of<T>(DbContext db) => new(db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} has no table."));

    /// <summary>Writes one row.</summary>
    public void Write(NpgsqlBinaryImporter copy, object row)
    {
        copy.StartRow();
        foreach (var column in columns)
        {
            var value = column.Read(row);
            if (column.Convert is { } convert && value is not null) value = convert(value);
            if (value is null) copy.WriteNull();
            else if (value is DateTimeOffset moment) copy.Write(moment.ToUniversalTime(), column.Type);
            else copy.Write(value, column.Type);
        }
    }

    /// <summary>What the ledger's digest covers: every value under its name, as the context's own pen has it.</summary>
    public void Tell(object row, ArrayBufferWriter<byte> to)
    {
        foreach (var column in columns)
        {
            to.Write(column.Name);
            using (var json = new Utf8JsonWriter(to)) JsonSerializer.Serialize(json, column.Read(row));
            to.Write("\0"u8);
        }
    }

    private static Func<object, object?> Getter(IProperty property)
    {
        var row = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Property(Expression.Convert(row, property.DeclaringType.ClrType), property.PropertyInfo!), typeof(object)), row).Compile();
    }

    private static NpgsqlDbType TypeOf(string column) => column switch
    {
        "uuid" => NpgsqlDbType.Uuid,
        "uuid[]" => NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        "text" => NpgsqlDbType.Text,
        "text[]" => NpgsqlDbType.Array | NpgsqlDbType.Text,
        "jsonb" => NpgsqlDbType.Jsonb,
        "timestamp with time zone" => NpgsqlDbType.TimestampTz,
        "date" => NpgsqlDbType.Date,
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "smallint" => NpgsqlDbType.Smallint,
        "boolean" => NpgsqlDbType.Boolean,
        "bytea" => NpgsqlDbType.Bytea,
        _ => throw new NotSupportedException($"A column of type {column} cannot be written in bulk."),
    };
}
